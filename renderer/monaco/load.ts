import { editor, type IDisposable, languages, MarkerSeverity, type Position } from 'monaco-editor/editor'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/placeholderText/register'
import 'monaco-editor/features/snippet/register'
// features/suggest registers inline completions alone, not the list
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/languages/definitions/sql/register'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { suggestions } from './completion.ts'
import type { CodeContext, CodeProblem } from './context.ts'
import { functionNamed } from './functions.ts'
import { themeOf } from './theme.ts'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

const contexts = new WeakMap<editor.ITextModel, () => { context: CodeContext; query: boolean }>()

const kinds = {
  column: languages.CompletionItemKind.Field,
  table: languages.CompletionItemKind.Module,
  parameter: languages.CompletionItemKind.Variable,
  function: languages.CompletionItemKind.Function,
  keyword: languages.CompletionItemKind.Keyword,
} as const

languages.registerCompletionItemProvider('sql', {
  triggerCharacters: ['.', '$', '"'],
  provideCompletionItems: (model: editor.ITextModel, position: Position) => {
    const of = contexts.get(model)?.()
    if (!of) return { suggestions: [] }
    const before = model.getValueInRange({
      startLineNumber: 1,
      startColumn: 1,
      endLineNumber: position.lineNumber,
      endColumn: position.column,
    })
    const { items, replaces } = suggestions(before, of.context, of.query)
    const range = {
      startLineNumber: position.lineNumber,
      endLineNumber: position.lineNumber,
      startColumn: position.column - replaces,
      endColumn: position.column,
    }
    return {
      suggestions: items.map((item, i) => ({
        label: { label: item.label, description: item.detail },
        kind: kinds[item.kind],
        insertText: item.insert,
        ...(item.about ? { documentation: item.about } : {}),
        insertTextRules: item.snippet ? languages.CompletionItemInsertTextRule.InsertAsSnippet : 0,
        filterText: item.filter,
        sortText: String(i).padStart(5, '0'),
        range,
      })),
    }
  },
})

languages.registerHoverProvider('sql', {
  provideHover: (model: editor.ITextModel, position: Position) => {
    const word = contexts.has(model) ? model.getWordAtPosition(position) : null
    const entry = word && functionNamed(word.word)
    return entry ? { contents: [{ value: `\`${entry.signature}\`` }, { value: entry.about }] } : null
  },
})

const severities = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info } as const

export interface CodeEditorOptions {
  readonly host: HTMLElement
  readonly value: string
  readonly label: string
  readonly placeholder: string
  readonly query: boolean
  readonly readOnly: boolean
  /** Asked when completion is wanted, so that it is never stale. */
  readonly context: () => CodeContext
  readonly onChange: (value: string) => void
  /** Told of the height that the whole text needs. */
  readonly onHeight: (pixels: number) => void
}

/** A Monaco editor in an element, and what may be changed of it. */
export interface CodeEditor {
  setValue(value: string): void
  setProblems(problems: readonly CodeProblem[]): void
  setTheme(): void
  focus(): void
  /** Takes over typing at a place of the text. */
  select(start: number, end: number): void
  dispose(): void
}

let themed = ''

const applyTheme = () => {
  const name = document.documentElement.dataset.theme ?? 'light'
  const key = `weir-${name}`
  if (themed === key) return
  editor.defineTheme(key, themeOf(getComputedStyle(document.documentElement), name !== 'light'))
  editor.setTheme(key)
  themed = key
}

export const openCodeEditor = (options: CodeEditorOptions): CodeEditor => {
  applyTheme()
  const model = editor.createModel(options.value, 'sql')
  contexts.set(model, () => ({ context: options.context(), query: options.query }))
  const code = editor.create(options.host, {
    model,
    ariaLabel: options.label,
    placeholder: options.placeholder,
    readOnly: options.readOnly,
    automaticLayout: true,
    fontFamily: 'JetBrains Mono, monospace',
    fontSize: 12,
    lineHeight: 20,
    fontLigatures: false,
    minimap: { enabled: false },
    lineNumbers: options.query ? 'on' : 'off',
    lineNumbersMinChars: 3,
    lineDecorationsWidth: options.query ? 8 : 4,
    glyphMargin: false,
    folding: false,
    wordWrap: options.query && !options.readOnly ? 'off' : 'on',
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    overviewRulerLanes: 0,
    renderLineHighlight: options.query ? 'line' : 'none',
    padding: { top: 4, bottom: 4 },
    fixedOverflowWidgets: true,
    quickSuggestions: { other: true, comments: false, strings: false },
    wordBasedSuggestions: 'off',
    tabFocusMode: !options.query,
    contextmenu: false,
    // React Flow takes Space away from whatever is no text field to it
    editContext: false,
    unicodeHighlight: { ambiguousCharacters: false },
    bracketPairColorization: { enabled: false },
  })
  let quiet = false
  const subscriptions: IDisposable[] = [
    model.onDidChangeContent(() => {
      if (!quiet) options.onChange(model.getValue())
    }),
    code.onDidContentSizeChange(event => options.onHeight(event.contentHeight)),
  ]
  options.onHeight(code.getContentHeight())
  return {
    setValue: value => {
      if (value === model.getValue()) return
      quiet = true
      model.setValue(value)
      quiet = false
    },
    setProblems: problems =>
      editor.setModelMarkers(
        model,
        'weir',
        problems.map(problem => {
          const { start, end } = problem.range ?? { start: 0, end: model.getValueLength() }
          const [from, to] = [model.getPositionAt(start), model.getPositionAt(Math.max(end, start + 1))]
          return {
            severity: severities[problem.severity],
            message: problem.message,
            startLineNumber: from.lineNumber,
            startColumn: from.column,
            endLineNumber: to.lineNumber,
            endColumn: to.column,
          }
        }),
      ),
    setTheme: applyTheme,
    focus: () => code.focus(),
    select: (start, end) => {
      const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)]
      code.setSelection({
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      })
      code.focus()
    },
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose()
      code.dispose()
      model.dispose()
    },
  }
}
