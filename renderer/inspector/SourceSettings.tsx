import { lazy, Suspense, useMemo } from 'react'
import type { z } from '#core/node/settings.ts'
import { sourcePanels } from '#nodes/panels.ts'
import { useDescription } from '../dock/use-description.ts'
import { Form, type FormProps } from '../fields/Form.tsx'
import { formFields } from '../fields/schema.ts'
import { SourceContext } from '../fields/source/source-context.ts'
import { useEditor, useSession } from '../store/use-editor.ts'

type SourceKind = keyof typeof sourcePanels

const panels = {
  'source.csv': lazy(sourcePanels['source.csv'].load),
  'source.json': lazy(sourcePanels['source.json'].load),
  'source.parquet': lazy(sourcePanels['source.parquet'].load),
  'source.excel': lazy(sourcePanels['source.excel'].load),
} satisfies Record<SourceKind, unknown>

/** Whether a kind's settings are shown with what its files say of them. */
export const isSourceKind = (kind: string): kind is SourceKind => kind in sourcePanels

export interface SourceSettingsProps extends Pick<FormProps, 'values' | 'onChange'> {
  readonly id: string
  readonly kind: SourceKind
  readonly schema: z.ZodType
}

/** A source's settings: its file, what was found out there, and the others. */
export const SourceSettings = ({ id, kind, schema, values, onChange }: SourceSettingsProps) => {
  const { session } = useEditor()
  const { description, waiting, problem, choose } = useDescription(id)
  const linesShown = useSession(state => state.linesShown)
  const { guesses } = sourcePanels[kind]
  const [first, others] = useMemo(() => {
    const keys = formFields(schema).map(field => field.key)
    return [new Set(keys.filter(key => key !== 'path')), new Set(['path', ...guesses])]
  }, [schema, guesses])
  const Panel = panels[kind]
  const source = {
    description,
    waiting,
    problem,
    onFile: choose,
    linesShown,
    onLines: (shown: boolean) => {
      if (shown) session.getState().show(id)
      session.getState().setLinesShown(shown)
    },
  }
  return (
    <>
      <Form schema={schema} values={values} skip={first} onChange={onChange} />
      <SourceContext value={source}>
        <Suspense fallback={null}>
          <Panel schema={schema} values={values} guesses={guesses} onChange={onChange} />
        </Suspense>
      </SourceContext>
      <Form schema={schema} values={values} skip={others} onChange={onChange} />
    </>
  )
}
