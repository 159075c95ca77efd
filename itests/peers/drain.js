// A central system on ocpp-rpc in strict mode that is quick and says little, for measurements; beside it, on the path
// /echo, a bare WebSocket of the same process that sends each text back.
//   node drain.js PORT
// Commands on standard input: count | quit
'use strict';
const http = require('http');
const readline = require('readline');
const { WebSocketServer } = require('ws');
const { RPCServer } = require('ocpp-rpc');

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const counts = {};
let transactions = 0;

const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });
server.auth((accept, reject, handshake) => accept({ identity: handshake.identity }));
const accepted = { idTagInfo: { status: 'Accepted' } };
const answers = {
  BootNotification: () => ({ status: 'Accepted', interval: 3600, currentTime: new Date().toISOString() }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
  StatusNotification: () => ({}),
  StartTransaction: () => ({ transactionId: ++transactions, ...accepted }),
  MeterValues: () => ({}),
  StopTransaction: () => accepted,
};
server.on('client', (client) => {
  client.on('strictValidationFailure', (failure) => say({ violation: String(failure.error) }));
  for (const [action, answer] of Object.entries(answers)) {
    client.handle(action, () => {
      counts[action] = (counts[action] || 0) + 1;
      return answer();
    });
  }
});

const echo = new WebSocketServer({ noServer: true });
echo.on('connection', (socket) => socket.on('message', (text) => socket.send(text, { binary: false })));

const web = http.createServer();
web.on('upgrade', (request, socket, head) => {
  if (request.url.startsWith('/echo')) {
    echo.handleUpgrade(request, socket, head, (client) => echo.emit('connection', client));
  } else {
    server.handleUpgrade(request, socket, head);
  }
});
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.trim() === 'count') say({ counts });
  if (line.trim() === 'quit') process.exit(0);
}).on('close', () => process.exit(0));
web.listen(Number(process.argv[2]), '127.0.0.1', () => say({ ready: true }));
