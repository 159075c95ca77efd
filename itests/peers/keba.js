// A KEBA KeContact P30 on modbus-serial's TCP server, filled by hand from field.md section 1.1 (PDU addresses):
//   node keba.js PORT [initial register in Wh]
// As the real one it refuses reads that are not exactly one of its two-register values.
'use strict';
const { ServerTCP } = require('modbus-serial');
const { Car, listen, say } = require('./pile');

const ILLEGAL_ADDRESS = 2;
const car = new Car(16);
car.energyWh = Number(process.argv[3] || 1234.5);
const pile = {
  enabled: false,
  setMilliamps: 0,
  failsafeMilliamps: 0,
  failsafeSeconds: 0,
  lastHeartbeat: Date.now(),
  card: 0,
  trips: 0,
};

const offered = () => (pile.enabled ? pile.setMilliamps / 1000 : 0);

// 1000: 1 not ready, 2 ready and waiting for the car, 3 charging.
function state() {
  if (!car.plugged || !pile.enabled || pile.setMilliamps < 6000) return 1;
  return car.amps > 0.5 ? 3 : 2;
}

const readable = {
  1000: state,
  1004: () => (car.plugged ? 7 : 1), // 1 cable in the socket, 7 locked and in the car: bit 2 is "EV plugged"
  1006: () => 0,
  1008: () => Math.round(car.amps * 1000), // mA
  1010: () => Math.round(car.amps * 1000),
  1012: () => Math.round(car.amps * 1000),
  1014: () => 17619300,
  1016: () => 304011, // the manual's example: P30, socket, 32 A, x-series, meter 1, RFID 1
  1018: () => 0x030a2a00,
  1020: () => Math.round(car.amps * 3 * 230 * 1000), // mW
  1036: () => Math.round(car.energyWh * 10), // 0.1 Wh
  1040: () => 230,
  1042: () => 230,
  1044: () => 230,
  1046: () => 1000,
  1100: () => (pile.enabled ? pile.setMilliamps : 0),
  1110: () => 32000,
  1500: () => pile.card,
  1502: () => 0,
  1550: () => 0,
  1552: () => 1,
  1600: () => pile.failsafeMilliamps,
  1602: () => pile.failsafeSeconds,
};

const writable = {
  5004: (value) => { pile.setMilliamps = value; },
  5010: () => {},
  5012: () => {},
  5014: (value) => { pile.enabled = value === 1; },
  5016: (value) => { pile.failsafeMilliamps = value; },
  5018: (value) => { pile.failsafeSeconds = value; pile.lastHeartbeat = Date.now(); },
  5020: () => {},
};

const vector = {
  getMultipleHoldingRegisters(address, length, unit, callback) {
    const value = readable[address];
    if (unit !== 255 || length !== 2 || value === undefined) {
      say({ refused: { address, length, unit } });
      return callback({ modbusErrorCode: ILLEGAL_ADDRESS, msg: 'illegal data address' });
    }
    const number = value() >>> 0;
    return callback(null, [number >>> 16, number & 0xffff]);
  },
  setRegister(address, value, unit, callback) {
    if (unit !== 255 || writable[address] === undefined) {
      say({ refused: { address, value, unit } });
      return callback({ modbusErrorCode: ILLEGAL_ADDRESS, msg: 'illegal data address' });
    }
    say({ write: address, value });
    writable[address](value);
    return callback(null);
  },
  setRegisterArray(address, values, unit, callback) {
    say({ refused: { address, values, unit, why: 'function 16' } });
    return callback({ modbusErrorCode: 1, msg: 'illegal function' });
  },
};

setInterval(() => {
  // Left alone it falls to its fail-safe; afterwards current and enable must be set again (section 1.1, 5016/5018).
  if (pile.failsafeSeconds > 0 && Date.now() - pile.lastHeartbeat > pile.failsafeSeconds * 1000) {
    pile.setMilliamps = pile.failsafeMilliamps;
    pile.enabled = pile.failsafeMilliamps >= 6000 && pile.enabled;
    pile.lastHeartbeat = Date.now();
    pile.trips += 1;
    say({ tripped: pile.trips });
  }
  car.tick(offered());
}, 100);

let taken;

listen({
  plug: () => { car.plugged = true; say({ plugged: true }); },
  unplug: () => { car.plugged = false; car.amps = 0; say({ plugged: false }); },
  card: (hex) => {
    pile.card = parseInt(hex, 16);
    say({ card: hex });
    clearTimeout(taken);
    taken = setTimeout(() => { pile.card = 0; }, 15000);
  },
  status: () => say({
    status: {
      plugged: car.plugged,
      amps: car.amps,
      energyWh: Math.round(car.energyWh * 10) / 10,
      offered: offered(),
      enabled: pile.enabled,
      failsafeSeconds: pile.failsafeSeconds,
      trips: pile.trips,
    },
  }),
});

const server = new ServerTCP(vector, { host: '127.0.0.1', port: Number(process.argv[2]), unitID: 255 });
server.on('initialized', () => say({ ready: true }));
server.on('socketError', (error) => say({ socketError: String(error) }));
