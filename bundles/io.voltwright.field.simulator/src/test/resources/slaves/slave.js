// A Modbus TCP slave of npm modbus-serial. Arguments: PORT FILE; lines of FILE: "H|I|C ADDRESS VALUE".
// Prints "ready", then "W ADDRESS VALUE" for each register or coil that is written.
'use strict';
const fs = require('fs');
const { ServerTCP } = require('modbus-serial');

const [port, file] = process.argv.slice(2);
const tables = { H: new Map(), I: new Map(), C: new Map() };
for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
  const [table, address, value] = line.split(' ');
  if (tables[table]) tables[table].set(Number(address), Number(value));
}
const read = (table) => (address) => tables[table].get(address) || 0;
const write = (table) => (address, value) => {
  tables[table].set(address, Number(value));
  console.log(`W ${address} ${Number(value)}`);
};
const server = new ServerTCP(
  {
    getHoldingRegister: read('H'),
    getInputRegister: read('I'),
    getCoil: (address) => read('C')(address) === 1,
    setRegister: write('H'),
    setCoil: write('C'),
  },
  { host: '127.0.0.1', port: Number(port), unitID: 255 },
);
server.on('initialized', () => console.log('ready'));
process.stdin.on('end', () => process.exit(0)).resume();
