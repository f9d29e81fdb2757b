import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ParsedPatches, parsePatches } from '#core/quarantine/document.ts'
import { patchesPath } from '#core/quarantine/patch.ts'
import type { FlowRequest } from './api.ts'
import { isMissing } from './run/files.ts'

/** The corrections beside a flow, as they are now; `key` changes with them. */
export interface PatchesNow {
  readonly key: string
  read(): Promise<ParsedPatches>
}

const none: PatchesNow = { key: '', read: async () => ({ patches: [], problems: [] }) }

interface Known {
  readonly key: string
  readonly parsed: Promise<ParsedPatches>
}

const remembered = 20
const known = new Map<string, Known>()

const unreadable = (name: string, error: unknown): ParsedPatches => ({
  patches: [],
  problems: [
    {
      code: 'E-PATCH-FILE',
      severity: 'error',
      message: `The corrections \`${name}\` cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    },
  ],
})

/** Looks for the corrections of a flow; they are read once as long as their file stays as it is. */
export const patchesNow = async ({ path: flow }: FlowRequest): Promise<PatchesNow> => {
  if (flow === null) return none
  const path = patchesPath(flow)
  const name = basename(path)
  try {
    const found = await stat(path, { bigint: true })
    const key = JSON.stringify([path, String(found.mtimeNs), String(found.size), String(found.ino)])
    return {
      key,
      read: () => {
        const before = known.get(path)
        const parsed =
          before?.key === key
            ? before.parsed
            : readFile(path, 'utf8').then(
                text => parsePatches(text, name),
                error => unreadable(name, error),
              )
        known.delete(path)
        known.set(path, { key, parsed })
        if (known.size > remembered) known.delete(known.keys().next().value!)
        return parsed
      },
    }
  } catch (error) {
    return isMissing(error) ? none : { key: 'unreadable', read: async () => unreadable(name, error) }
  }
}
