"""A Modbus ASCII slave of pymodbus. Arguments: PORT UNIT FILE; lines of FILE: "H ADDRESS VALUE" or "M FROM TO", a mirror. What stands in
FILE.next is put into the registers before the next request, and the file goes away.

Prints "ready", then "W ADDRESS VALUE" for each register that is written.
"""
import os
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartSerialServer
from pymodbus.transaction import ModbusAsciiFramer

port, unit, file = sys.argv[1:]
filled, mirrors = {}, {}
for line in open(file, encoding="ascii"):
    kind, one, other = line.split()
    (mirrors if kind == "M" else filled)[int(one)] = int(other)


class Registers(ModbusSequentialDataBlock):
    def getValues(self, address, count=1):
        if os.path.exists(file + ".next"):
            for line in open(file + ".next", encoding="ascii"):
                _, at, value = line.split()
                super().setValues(int(at), [int(value)])
            os.remove(file + ".next")
        return super().getValues(address, count)

    def setValues(self, address, values):
        super().setValues(address, values)
        for offset, value in enumerate(values):
            print("W", address + offset, value, flush=True)
            if address + offset in mirrors:
                super().setValues(mirrors[address + offset], [value])


block = Registers(0, [filled.get(address, 0) for address in range(0x100)])
slaves = {int(unit): ModbusSlaveContext(hr=block, zero_mode=True)}
print("ready", flush=True)
StartSerialServer(
    context=ModbusServerContext(slaves=slaves, single=False), framer=ModbusAsciiFramer, port=port, baudrate=19200, timeout=0.1
)
