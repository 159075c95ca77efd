// A Heidelberg Energy Control on modbus-serial's RTU server over a pseudo-terminal, filled by hand from field.md section 1.9:
//   node heidelberg.js TTY [initial register in Wh]
// Pseudo-terminals have no parity, so the line is 8N1 here instead of the device's 8E1.
'use strict';
const { ServerSerial } = require('modbus-serial');
const { Car, listen, say } = require('./pile');

const ILLEGAL_ADDRESS = 2;
const car = new Car(16);
car.energyWh = Number(process.argv[3] || 4321);
const pile = { watchdogMillis: 15000, standby: 0, unlocked: 1, tenthAmps: 0, failsafeTenthAmps: 0, last: Date.now(), trips: 0 };

const offered = () => (pile.unlocked ? pile.tenthAmps / 10 : 0);

// I5: 2, 3 = A; 4, 5 = B; 6, 7 = C; the odd one of a pair says that current is allowed.
function state() {
  const allowed = offered() >= 6 ? 1 : 0;
  if (!car.plugged) return 2 + allowed;
  return (car.amps > 0.5 ? 6 : 4) + allowed;
}

function input(address) {
  switch (address) {
    case 4: return 0x0108; // register layout version
    case 5: return state();
    case 6: case 7: case 8: return Math.round(car.amps * 10); // 0.1 A
    case 9: return 235; // 0.1 degC
    case 10: case 11: case 12: return 230; // V
    case 13: return 1; // extern lock: unlocked
    case 14: return Math.round(car.amps * 3 * 230); // VA
    case 15: case 16: return 0;
    case 17: return Math.floor(car.energyWh) >>> 16; // Wh since installation, high word
    case 18: return Math.floor(car.energyWh) & 0xffff;
    case 100: return 16;
    case 101: return 6;
    default: return undefined;
  }
}

const holding = {
  257: [() => pile.watchdogMillis, (value) => { pile.watchdogMillis = value; }],
  258: [() => pile.standby, (value) => { pile.standby = value; }],
  259: [() => pile.unlocked, (value) => { pile.unlocked = value; }],
  261: [() => pile.tenthAmps, (value) => { pile.tenthAmps = value; }],
  262: [() => pile.failsafeTenthAmps, (value) => { pile.failsafeTenthAmps = value; }],
};

function read(values, callback) {
  pile.last = Date.now(); // any read feeds the watchdog
  if (values.some((value) => value === undefined)) {
    return callback({ modbusErrorCode: ILLEGAL_ADDRESS, msg: 'illegal data address' });
  }
  return callback(null, values);
}

function readOne(value, callback) {
  read([value], (error, values) => callback(error, values && values[0]));
}

const range = (start, count) => Array.from({ length: count }, (_, i) => start + i);

function write(address, value) {
  say({ write: address, value });
  pile.last = Date.now();
  holding[address][1](value);
}

const vector = {
  // Reads of one register go here, all others to the two below.
  getInputRegister: (address, unit, callback) => readOne(input(address), callback),
  getHoldingRegister: (address, unit, callback) =>
    readOne(holding[address] ? holding[address][0]() : undefined, callback),
  getMultipleInputRegisters: (address, length, unit, callback) =>
    read(range(address, length).map(input), callback),
  getMultipleHoldingRegisters: (address, length, unit, callback) =>
    read(range(address, length).map((a) => (holding[a] ? holding[a][0]() : undefined)), callback),
  setRegister(address, value, unit, callback) {
    // 261 takes 0 or 60 to 160, 262 the same: anything else is an illegal value.
    const amps = address === 261 || address === 262;
    if (!holding[address]) return callback({ modbusErrorCode: ILLEGAL_ADDRESS, msg: 'illegal data address' });
    if (amps && value !== 0 && (value < 60 || value > 160)) {
      say({ refused: { address, value } });
      return callback({ modbusErrorCode: 3, msg: 'illegal data value' });
    }
    write(address, value);
    return callback(null);
  },
  setRegisterArray(address, values, unit, callback) {
    values.forEach((value, i) => write(address + i, value));
    return callback(null);
  },
};

setInterval(() => {
  if (pile.watchdogMillis > 0 && Date.now() - pile.last > pile.watchdogMillis) {
    pile.tenthAmps = pile.failsafeTenthAmps;
    pile.last = Date.now();
    pile.trips += 1;
    say({ tripped: pile.trips });
  }
  car.tick(offered());
}, 100);

listen({
  plug: () => { car.plugged = true; say({ plugged: true }); },
  unplug: () => { car.plugged = false; car.amps = 0; say({ plugged: false }); },
  card: () => say({ error: 'this pile has no reader' }),
  status: () => say({
    status: {
      plugged: car.plugged,
      amps: car.amps,
      energyWh: Math.floor(car.energyWh),
      offered: offered(),
      watchdogMillis: pile.watchdogMillis,
      failsafeTenthAmps: pile.failsafeTenthAmps,
      trips: pile.trips,
    },
  }),
});

const server = new ServerSerial(vector, { path: process.argv[2], baudRate: 19200, unitID: 1 });
server.on('initialized', () => say({ ready: true }));
server.on('open', () => say({ ready: true }));
server.on('error', (error) => say({ error: String(error) }));
