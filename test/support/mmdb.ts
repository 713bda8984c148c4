import ipaddr from 'ipaddr.js';

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };
/** A node's next one for a bit, or where its record lies. */
type Branch = number | { readonly offset: number } | undefined;

const IPV4_DEPTH = 96;
const GAP = 16;
const MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');

/** A file in MaxMind's format, by its specification, version 2.0: what is known of networks of IPv4 addresses. */
export function mmdbOf(networks: Readonly<Record<string, Value>>): Buffer {
  const nodes: [Branch, Branch][] = [[undefined, undefined]];
  const records: Buffer[] = [];
  for (const [network, value] of Object.entries(networks)) {
    insert(nodes, bitsOf(network), { offset: Buffer.concat(records).length });
    records.push(encode(value));
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [place, branches] of nodes.entries())
    for (const [side, branch] of branches.entries())
      tree.writeUIntBE(recordOf(branch, nodes.length), place * 6 + side * 3, 3);
  return Buffer.concat([tree, Buffer.alloc(GAP), ...records, MARKER, encode(metadataOf(nodes.length))]);
}

/** IPv4 lies in the lowest 32 bits of the tree of IPv6. */
function bitsOf(network: string): (0 | 1)[] {
  const [address, length] = ipaddr.IPv4.parseCIDR(network);
  const bits = address.toByteArray().flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> (7 - bit)) & 1));
  return [...Array.from({ length: IPV4_DEPTH }, () => 0), ...bits.slice(0, length)].map((bit) => (bit ? 1 : 0));
}

function insert(nodes: [Branch, Branch][], bits: readonly (0 | 1)[], record: Branch): void {
  let node = nodes[0];
  for (const [depth, bit] of bits.entries()) {
    if (!node) throw new Error('one network lies in another');
    const next: Branch = node[bit];
    if (depth === bits.length - 1) node[bit] = record;
    else if (typeof next === 'number') node = nodes[next];
    else {
      node[bit] = nodes.length;
      nodes.push((node = [undefined, undefined]));
    }
  }
}

function recordOf(branch: Branch, count: number): number {
  if (branch === undefined) return count;
  return typeof branch === 'number' ? branch : count + GAP + branch.offset;
}

const metadataOf = (nodes: number): Value => ({
  binary_format_major_version: 2,
  binary_format_minor_version: 0,
  build_epoch: 0,
  database_type: 'Test-City',
  description: { en: 'Places of a test' },
  ip_version: 6,
  languages: ['en'],
  node_count: nodes,
  record_size: 24,
});

const TYPE = { string: 2, double: 3, integer: 6, map: 7, array: 11 } as const;

function encode(value: Value): Buffer {
  if (typeof value === 'string') return headed(TYPE.string, Buffer.byteLength(value), [Buffer.from(value)]);
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? integer(value) : double(value);
  if (isList(value)) return headed(TYPE.array, value.length, value.map(encode));
  const pairs = Object.entries(value);
  return headed(
    TYPE.map,
    pairs.length,
    pairs.flatMap(([name, item]) => [encode(name), encode(item)]),
  );
}
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return headed(TYPE.integer, 4, [bytes]);
}
function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return headed(TYPE.double, 8, [bytes]);
}

/** What comes next, and how long it is: types from 8 on, and lengths from 29 on, take a byte more. */
function headed(type: number, size: number, content: readonly Buffer[]): Buffer {
  const length = Math.min(size, 29);
  const head = type < 8 ? [(type << 5) | length] : [length, type - 7];
  return Buffer.concat([Buffer.from(size < 29 ? head : [...head, size - 29]), ...content]);
}
