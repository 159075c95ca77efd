// A Modbus TCP slave of npm modbus-serial. Arguments: PORT FILE; lines of FILE: "H|I|C ADDRESS VALUE", "M FROM TO" (what is written at
// the one shows in the other), "R ADDRESS VALUE TO NEW" (that value written there puts another one elsewhere). What stands in FILE.next
// is put into the registers before the next request, and the file goes away.
// Prints "ready", then "W ADDRESS VALUE" for each register or coil that is written.
'use strict';
const fs = require('fs');
const { ServerTCP } = require('modbus-serial');

const [port, file] = process.argv.slice(2);
const tables = { H: new Map(), I: new Map(), C: new Map() };
const mirrors = [];
const rules = [];
const fill = (name) => {
  for (const line of fs.readFileSync(name, 'utf8').split('\n')) {
    const [kind, ...numbers] = line.split(' ');
    if (tables[kind]) tables[kind].set(Number(numbers[0]), Number(numbers[1]));
    else if (kind === 'M') mirrors.push(numbers.map(Number));
    else if (kind === 'R') rules.push(numbers.map(Number));
  }
};
fill(file);
const next = () => {
  if (fs.existsSync(file + '.next')) {
    fill(file + '.next');
    fs.unlinkSync(file + '.next');
  }
};
const read = (table) => (address) => {
  next();
  return tables[table].get(address) || 0;
};
const write = (table) => (address, value) => {
  next();
  tables[table].set(address, Number(value));
  for (const [from, to] of mirrors) if (from === address) tables[table].set(to, Number(value));
  for (const [at, is, to, put] of rules) if (at === address && is === Number(value)) tables[table].set(to, put);
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
