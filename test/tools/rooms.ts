/** DESIGN's table of who may import whom, as data. */
export interface Room {
  readonly name: string
  /** Which files belong to it; the first room that matches counts. */
  readonly files: RegExp
  /** Imports from other rooms, as they are written. */
  readonly rooms: readonly RegExp[]
  /** Packages and Node's modules. */
  readonly packages: readonly RegExp[]
  /** Rooms of which only types may be imported. */
  readonly typesOnly?: readonly RegExp[]
  readonly instead: string
}

const core = /^#core\//
const node = /^node:/
const zod = /^zod$/
const catalogue = /^#nodes\/index\.ts$/

export const rooms: readonly Room[] = [
  {
    name: 'src/core',
    files: /^src\/core\//,
    rooms: [],
    packages: [zod],
    instead: 'core knows zod alone: what needs a clock, a file or DuckDB is handed to it as a function',
  },
  {
    name: 'node panels',
    files: /^nodes\/(.*\.tsx|panels\.ts)$/,
    rooms: [core, /^#renderer\/(fields|ui)\//],
    packages: [/^(react|lucide-react)$/],
    instead: "a panel knows #core, its own node.ts, and the renderer's fields and ui",
  },
  {
    name: 'nodes',
    files: /^nodes\//,
    rooms: [core],
    packages: [],
    instead: 'a node kind knows #core alone: relations from #core/relation, settings from #core/node/settings.ts',
  },
  {
    name: 'src/engine',
    files: /^src\/engine\//,
    rooms: [core],
    packages: [node, /^@duckdb\/node-api$/, /^iconv-lite$/, /^fzstd$/, /^yauzl$/, /^yazl$/],
    instead: 'the engine knows #core, DuckDB and Node: the catalogue is handed in by the host',
  },
  {
    name: 'src/rpc',
    files: /^src\/rpc\//,
    rooms: [core],
    typesOnly: [core],
    packages: [zod],
    instead: "the contract knows #core's types alone: what serves a call is handed in by the host",
  },
  {
    name: 'renderer',
    files: /^renderer\//,
    rooms: [core, /^#rpc\//, catalogue, /^#nodes\/panels\.ts$/],
    packages: [/^(?!node:|electron|@duckdb\/|ws$|vite$)/],
    instead: 'the renderer cannot tell which host it runs in: ask through #rpc',
  },
  {
    name: 'src/hosts',
    files: /^src\/hosts\//,
    rooms: [core, /^#engine\//, /^#rpc\//, catalogue],
    packages: [node, zod, /^(ws|vite|@vitejs\/plugin-react|electron|papaparse)$/],
    instead:
      'hosts are wiring: they serve the built renderer, take the catalogue from #nodes/index.ts, and never import #renderer or #test',
  },
]

/** Folders of one room that do not import one another. */
export interface Apart {
  readonly folders: readonly string[]
  readonly instead: string
}

export const apart: readonly Apart[] = [
  {
    folders: ['src/engine/preview/', 'src/engine/run/'],
    instead: 'previews and runs do not know one another: what both ask of rows is in src/engine/rows',
  },
]
