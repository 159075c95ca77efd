// What both piles have in common: a car, commands on standard input, one JSON line on standard output per event.
// Commands: plug | unplug | card HEX | status | quit
'use strict';
const readline = require('readline');

function say(event) {
  process.stdout.write(JSON.stringify(event) + '\n');
}

// A three-phase car that follows the offer within a second and stops below 6 A (IEC 61851-1 table A.7).
class Car {
  constructor(maxAmps) {
    this.maxAmps = maxAmps;
    this.plugged = false;
    this.amps = 0;
    this.energyWh = 0;
    this.last = process.hrtime.bigint();
  }

  tick(offeredAmps) {
    const now = process.hrtime.bigint();
    const hours = Number(now - this.last) / 3.6e12;
    this.last = now;
    this.energyWh += 3 * 230 * this.amps * hours;
    const wanted = this.plugged && offeredAmps >= 6 ? Math.min(this.maxAmps, offeredAmps) : 0;
    this.amps += Math.max(-this.maxAmps, Math.min(1.6, wanted - this.amps));
    if (wanted === 0) this.amps = 0;
  }
}

function listen(handlers) {
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const [command, ...rest] = line.trim().split(/\s+/);
    if (command === 'quit') process.exit(0);
    if (handlers[command]) handlers[command](...rest);
    else say({ error: `unknown command ${command}` });
  });
  lines.on('close', () => process.exit(0));
}

module.exports = { Car, listen, say };
