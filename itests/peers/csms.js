// An OCPP 1.6 central system on ocpp-rpc in strict mode: every frame is checked against the schemas that ocpp-rpc carries.
//   node csms.js PORT [FIRST_TRANSACTION_ID [KEY_PEM CERTIFICATE_PEM [AUTHORITY_PEM]]]
// With a key and a certificate it speaks TLS; with an authority it lets in only clients that show a certificate of that one. Prints one JSON line per event; commands on standard input: call ACTION JSON | drop | quit
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');
const readline = require('readline');
const { RPCServer } = require('ocpp-rpc');

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
let station = null;
let transactions = Number(process.argv[3] || 1) - 1;

const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true, callTimeoutMs: 20000 });
server.auth((accept, reject, handshake) => {
  const shown = handshake.request.socket.getPeerCertificate?.().subject;
  say({
    handshake: {
      identity: handshake.identity,
      password: handshake.password ? handshake.password.toString('hex') : null,
      certificate: shown ? `O=${shown.O},CN=${shown.CN}` : null,
    },
  });
  accept({ identity: handshake.identity });
});

const accepted = { idTagInfo: { status: 'Accepted' } };
const answers = {
  BootNotification: () => ({ status: 'Accepted', interval: 60, currentTime: new Date().toISOString() }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
  Authorize: () => accepted,
  StatusNotification: () => ({}),
  StartTransaction: () => ({ transactionId: ++transactions, ...accepted }),
  MeterValues: () => ({}),
  StopTransaction: () => accepted,
  DataTransfer: () => ({ status: 'UnknownVendorId' }),
  SecurityEventNotification: () => ({}),
  SignCertificate: () => ({ status: 'Accepted' }),
};

server.on('client', (client) => {
  station = client;
  say({ connected: client.identity, protocol: client.protocol });
  client.on('strictValidationFailure', (failure) => say({ violation: String(failure.error) }));
  client.on('badMessage', (failure) => say({ violation: String(failure.error) }));
  client.on('close', () => say({ disconnected: client.identity }));
  for (const [action, answer] of Object.entries(answers)) {
    client.handle(action, ({ params }) => {
      const result = answer(params);
      say({ call: action, params, result });
      return result;
    });
  }
});

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const [command, action, ...rest] = line.trim().split(' ');
  if (command === 'quit') process.exit(0);
  if (command === 'drop' && station) station.close({ code: 1012, force: true });
  if (command === 'call') {
    try {
      say({ answer: action, result: await station.call(action, JSON.parse(rest.join(' ') || '{}')) });
    } catch (error) {
      say({ answer: action, error: String(error) });
    }
  }
}).on('close', () => process.exit(0));

const [key, certificate, authority] = process.argv.slice(4);
const mutual = authority ? { requestCert: true, rejectUnauthorized: true, ca: fs.readFileSync(authority) } : {};
const web = key
  ? https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate), ...mutual })
  : http.createServer();
web.on('upgrade', server.handleUpgrade);
web.on('tlsClientError', (error) => say({ refused: String(error) }));
web.listen(Number(process.argv[2]), '127.0.0.1', () => say({ ready: true }));
