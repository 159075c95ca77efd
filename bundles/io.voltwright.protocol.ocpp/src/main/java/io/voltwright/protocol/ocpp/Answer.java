package io.voltwright.protocol.ocpp;

/** The payload of the answer to a call. */
interface Answer extends Message {}
