// A node-opcua client, signed and encrypted (Basic256Sha256), with a user name:
//   node opcua.js ENDPOINT PKI_FOLDER USER PASSWORD
// Commands on standard input: connect | read PATH | watch PATH | write PATH NUMBER | call OBJECT METHOD JSON_ARGUMENTS | quit
// A PATH is the identifier of a node in the namespace urn:voltwright:site, as evse/left/Offer.
'use strict';
// The library talks on standard output, which is for events here.
console.log = console.info = console.warn = console.error;
const readline = require('readline');
const {
  AttributeIds, DataType, MessageSecurityMode, OPCUAClient, SecurityPolicy, TimestampsToReturn,
  UserTokenType, coerceNodeId,
} = require('node-opcua-client');
const { OPCUACertificateManager } = require('node-opcua-certificate-manager');

const [endpoint, pki, userName, password] = process.argv.slice(2);
const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
let client;
let session;
let namespace = 0;

const node = (path) => coerceNodeId(`ns=${namespace};s=${path}`);
const show = (value) => ({
  value: value.value.value,
  status: value.statusCode.name,
  source: value.sourceTimestamp ? value.sourceTimestamp.toISOString() : null,
});

async function connect() {
  const certificates = new OPCUACertificateManager({ rootFolder: pki, automaticallyAcceptUnknownCertificate: true });
  await certificates.initialize();
  client = OPCUAClient.create({
    applicationName: 'VoltwrightPeer',
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    endpointMustExist: false,
    clientCertificateManager: certificates,
    connectionStrategy: { maxRetry: 0 },
    keepSessionAlive: true,
  });
  await client.connect(endpoint);
  session = await client.createSession({ type: UserTokenType.UserName, userName, password });
  const namespaces = await session.readNamespaceArray();
  namespace = namespaces.indexOf('urn:voltwright:site');
  return { connected: true, namespace };
}

const commands = {
  connect,
  read: async (path) => ({ read: path, ...show(await session.read({ nodeId: node(path), attributeId: AttributeIds.Value })) }),
  write: async (path, number) => {
    const status = await session.write({
      nodeId: node(path),
      attributeId: AttributeIds.Value,
      value: { value: { dataType: DataType.Double, value: Number(number) } },
    });
    return { written: path, status: status.name };
  },
  watch: async (path) => {
    const subscription = await session.createSubscription2({ requestedPublishingInterval: 200, publishingEnabled: true });
    const item = await subscription.monitor(
      { nodeId: node(path), attributeId: AttributeIds.Value },
      { samplingInterval: 100, queueSize: 100, discardOldest: true },
      TimestampsToReturn.Both,
    );
    item.on('changed', (value) => say({ changed: path, ...show(value) }));
    return { watching: path };
  },
  call: async (object, method, json) => {
    const result = await session.call({
      objectId: node(object),
      methodId: node(`${object}/${method}`),
      inputArguments: JSON.parse(json || '[]'),
    });
    return { called: method, status: result.statusCode.name, outputs: (result.outputArguments || []).map((o) => o.value) };
  },
  quit: async () => {
    if (session) await session.close();
    if (client) await client.disconnect();
    process.exit(0);
  },
};

let last = Promise.resolve();
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [command, ...rest] = line.trim().split(' ');
  const parts = command === 'call' ? [rest[0], rest[1], rest.slice(2).join(' ')] : rest;
  last = last
    .then(() => commands[command](...parts))
    .then((result) => result && say(result))
    .catch((error) => say({ error: String(error.message || error) }));
}).on('close', () => process.exit(0));
say({ ready: true });
