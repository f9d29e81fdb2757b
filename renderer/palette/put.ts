import type { Point } from '#core/flow/types.ts'
import type { Column } from '#core/relation/relation.ts'
import type { AddOptions } from '../store/actions.ts'
import type { Editor } from '../store/editor.ts'
import { endOf } from '../store/ports.ts'
import { prefilled } from './prefill.ts'
import { remember } from './recent.ts'
import type { Found } from './search.ts'

/** The columns that will come into a node that is wired so. */
const arriving = ({ facts }: Editor, { after, onEdge }: AddOptions): readonly Column[] => {
  const from = after ?? (onEdge && endOf(onEdge.from))
  return (from && facts.getState().nodes[from.node]?.outputs[from.port]?.columns) ?? []
}

/** Adds an entry of the palette as a node; a function as a formula on the column at hand, with the cursor in it. */
export const putEntry = (editor: Editor, entry: Found, at: Point, ends: AddOptions = {}): string => {
  const { actions, session } = editor
  const { kind } = entry.kind
  const filled = entry.offer && prefilled(entry.offer, arriving(editor, ends), session.getState().column)
  const id = actions.add(kind, at, { ...ends, settings: filled ? filled.settings : entry.settings })
  if (filled) session.getState().reveal(id, filled.setting, filled.select)
  remember(kind)
  return id
}
