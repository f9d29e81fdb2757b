import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { importsOf } from './imports.ts'
import { apart, type Room, rooms } from './rooms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const roomOf = (file: string): Room | undefined => rooms.find(room => room.files.test(file))
/** The folder whose files may import one another by relative paths. */
const housing = (file: string): string => /^(src\/[^/]+|[^/]+)/.exec(file)?.[0] ?? file

const ownKind = (file: string, target: string): boolean =>
  dirname(file) === dirname(target) || !/\/(Panel\.tsx|node\.ts)$/.test(target)

/** Where an import within the repository leads: `#hosts/a.ts` is src/hosts/a.ts. */
const targetOf = (file: string, from: string): string | null => {
  if (from.startsWith('.')) return normalize(join(dirname(file), from))
  if (!from.startsWith('#')) return null
  const path = from.slice(1)
  return /^(nodes|renderer|test)\//.test(path) ? path : `src/${path}`
}

const withinRoom = (room: Room, file: string, target: string): string | null => {
  if (room.name === 'node panels' && file.endsWith('Panel.tsx') && !ownKind(file, target)) return room.instead
  if (room.name === 'nodes' && roomOf(target)?.name === 'node panels') return room.instead
  const parted = apart.find(({ folders }) => {
    const [own, other] = [file, target].map(path => folders.find(folder => path.startsWith(folder)))
    return own !== undefined && other !== undefined && own !== other
  })
  return parted?.instead ?? null
}

const complaint = (room: Room, file: string, from: string, types: boolean): string | null => {
  const target = targetOf(file, from)
  if (target !== null && housing(target) === housing(file)) return withinRoom(room, file, target)
  if (from.startsWith('.')) return 'between rooms, import by #room/…'
  if (from.startsWith('#')) {
    if (room.typesOnly?.some(pattern => pattern.test(from)) && !types) return `${room.instead} (write \`import type\`)`
    return room.rooms.some(pattern => pattern.test(from)) ? null : room.instead
  }
  return room.packages.some(pattern => pattern.test(from)) ? null : room.instead
}

/** What one file imports that its room may not, in sentences. */
export const violations = (file: string, text: string): readonly string[] => {
  const room = roomOf(file)
  if (!room) return []
  return importsOf(file, text).flatMap(({ from, line, types }) => {
    const instead = complaint(room, file, from, types)
    return instead ? [`${file}:${line} imports ${from}: ${instead}`] : []
  })
}

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sources(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })

/** Violations of all rooms. */
export const checkLayers = (): readonly string[] =>
  ['src', 'renderer', 'nodes']
    .flatMap(sources)
    .flatMap(file => violations(file, readFileSync(join(root, file), 'utf8')))

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = checkLayers()
  for (const line of found) console.error(line)
  process.exitCode = found.length > 0 ? 1 : 0
}
