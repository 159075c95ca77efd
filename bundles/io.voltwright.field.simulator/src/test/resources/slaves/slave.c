/* A Modbus slave of libmodbus. Arguments: tcp PORT FILE, or rtu DEVICE UNIT FILE; lines of FILE: "H|I ADDRESS VALUE". What stands in
   FILE.next is put into the registers before the next request, and the file goes away.
   Prints "ready", then "W ADDRESS VALUE" for each register that is written. */
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fill(modbus_mapping_t *map, const char *name) {
  FILE *file = fopen(name, "r");
  char table;
  int address, value;
  while (file && fscanf(file, " %c %d %d", &table, &address, &value) == 3)
    (table == 'H' ? map->tab_registers : map->tab_input_registers)[address] = (uint16_t)value;
  if (file) fclose(file);
  return file != NULL;
}

static void tell(const uint8_t *pdu, const modbus_mapping_t *map) {
  int at = pdu[1] << 8 | pdu[2], count = pdu[0] == 6 ? 1 : pdu[0] == 16 ? pdu[3] << 8 | pdu[4] : 0;
  for (int i = 0; i < count; i++) printf("W %d %d\n", at + i, map->tab_registers[at + i]);
  fflush(stdout);
}

int main(int argc, char **argv) {
  int tcp = argc > 3 && !strcmp(argv[1], "tcp"), listening = -1;
  modbus_t *bus = tcp ? modbus_new_tcp("127.0.0.1", atoi(argv[2])) : modbus_new_rtu(argv[2], 19200, 'N', 8, 1);
  modbus_mapping_t *map = modbus_mapping_new(0, 0, 65535, 65535);
  uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
  char next[4096];
  if (!bus || !map || !fill(map, argv[argc - 1])) return 1;
  snprintf(next, sizeof next, "%s.next", argv[argc - 1]);
  if (tcp) {
    listening = modbus_tcp_listen(bus, 1);
    if (listening < 0) return 1;
  } else if (modbus_set_slave(bus, atoi(argv[3])) || modbus_connect(bus)) {
    return 1;
  }
  puts("ready");
  fflush(stdout);
  for (;;) {
    if (tcp) modbus_tcp_accept(bus, &listening);
    for (int length; (length = modbus_receive(bus, query)) >= 0 || !tcp;) {
      if (length <= 0) continue;
      if (fill(map, next)) remove(next);
      modbus_reply(bus, query, length, map);
      tell(query + modbus_get_header_length(bus), map);
    }
  }
}
