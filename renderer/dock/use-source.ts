import { useEffect, useMemo, useState } from 'react'
import type { CallInput } from '#rpc/contract.ts'
import type { GridFilter, GridSort, GridSource } from '../grid/types.ts'
import type { Editor } from '../store/editor.ts'
import type { End } from '../store/ports.ts'
import { useDocument, useEditor, useRun, useSession } from '../store/use-editor.ts'
import { type Looked, upstreamKey } from './upstream.ts'

const pause = 150

/** A value that follows another once that rests; at once where `place` changes. */
const useRested = (value: string, place: string): string => {
  const [rested, setRested] = useState({ value, place })
  useEffect(() => {
    const timer = setTimeout(() => setRested({ value, place }), pause)
    return () => clearTimeout(timer)
  }, [value, place])
  return rested.place === place ? rested.value : value
}

type PageInput = CallInput<'page'>

export interface Place {
  readonly node: string
  readonly port: string
  /** What the rows depend on: the same place with another version is another source. */
  readonly version: string
}

/** How a port's rows are looked at. */
export interface Look {
  readonly sort: GridSort
  readonly filter: GridFilter
  /** The validator's own table in place of the port. */
  readonly ownTable: boolean
}

/** A port's rows in the document that is edited, or in another one. */
export const sourceOf = (
  editor: Pick<Editor, 'client' | 'current'>,
  rows: Place,
  { sort, filter, ownTable }: Look,
): GridSource => {
  const request = (offset: number, limit: number): PageInput => ({
    document: editor.current(),
    node: rows.node,
    port: rows.port,
    offset,
    limit,
    sort: [...sort],
    filter,
    ...(ownTable ? { ownTable } : {}),
  })
  const { client } = editor
  return {
    place: ownTable ? rows.node : `${rows.node}.${rows.port}`,
    page: (offset, limit, quick, signal) => client.call('page', { ...request(offset, limit), quick }, { signal }),
    cell: (row, columnName, signal) => client.call('cell', { ...request(row, 1), row, columnName }, { signal }),
    counts: signal => client.call('flagCounts', request(0, 1), { signal }),
    lane: (parts, signal) => client.call('flagLane', { ...request(0, 1), parts }, { signal }),
    nextFlagged: async (from, backwards, signal) =>
      (await client.call('nextFlagged', { ...request(0, 1), from, backwards }, { signal })).row,
  }
}

/** Everything that a port's rows depend on, once it rests: while it is the same, so are they. */
export const useVersion = ({ node, port }: End): string => {
  const params = useSession(state => state.params)
  const ran = useRun(state => state.finishedAt)
  const key = useDocument(state => upstreamKey(state.base, node))
  const path = useDocument(state => state.path)
  return useRested(JSON.stringify([key, params, path, ran]), `${node}.${port}`)
}

/** The source of the shown port's rows: a new one when anything they depend on has changed and rests. */
export const useSource = (looked: Looked, { sort, filter, ownTable }: Look): GridSource => {
  const editor = useEditor()
  const { node, port } = looked.rows
  const rested = useVersion(looked.rows)
  return useMemo(
    () => sourceOf(editor, { node, port, version: rested }, { sort, filter, ownTable }),
    [editor, rested, node, port, sort, filter, ownTable],
  )
}
