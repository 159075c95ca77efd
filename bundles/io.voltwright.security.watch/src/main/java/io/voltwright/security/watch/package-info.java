/** Finds intrusions in the facts, bans and raises alarms; audits the settings. */
@NullMarked
package io.voltwright.security.watch;

import org.jspecify.annotations.NullMarked;
