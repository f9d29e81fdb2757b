import type { editor } from 'monaco-editor/editor'

const hex = (value: string): string => {
  const text = value.trim()
  if (/^#[0-9a-f]{3}$/i.test(text)) return `#${[...text.slice(1)].map(c => c + c).join('')}`
  return /^#[0-9a-f]{6}$/i.test(text) ? text : '#808080'
}

/** Monaco's theme, from the same variables as the rest of the editor. */
export const themeOf = (style: CSSStyleDeclaration, dark: boolean): editor.IStandaloneThemeData => {
  const token = (name: string) => hex(style.getPropertyValue(name))
  const rule = (names: string, variable: string) =>
    names.split(' ').map(name => ({ token: name, foreground: token(variable).slice(1) }))
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      ...rule('keyword keyword.sql operator.sql keyword.block keyword.choice', '--code-kw'),
      ...rule('predefined predefined.sql', '--code-fn'),
      ...rule('string string.sql', '--code-str'),
      ...rule('number number.sql', '--code-num'),
      ...rule('comment comment.sql comment.quote', '--code-com'),
      ...rule('identifier identifier.quote delimiter delimiter.sql', '--code-col'),
    ],
    colors: {
      'editor.background': token('--panel'),
      'editor.foreground': token('--code-col'),
      'editorLineNumber.foreground': token('--fg-3'),
      'editorLineNumber.activeForeground': token('--fg-2'),
      'editor.lineHighlightBackground': token('--hover'),
      'editor.selectionBackground': token('--accent-tint'),
      'editorCursor.foreground': token('--accent'),
      'editorError.foreground': token('--error-fill'),
      'editorWarning.foreground': token('--warn-fill'),
      'editor.placeholder.foreground': token('--fg-3'),
      'editorSuggestWidget.background': token('--raised'),
      'editorSuggestWidget.border': token('--line-2'),
      'editorSuggestWidget.foreground': token('--fg-1'),
      'editorSuggestWidget.selectedBackground': token('--accent-tint'),
      'editorSuggestWidget.selectedForeground': token('--fg-1'),
      'editorSuggestWidget.highlightForeground': token('--accent-fg'),
      'editorSuggestWidget.focusHighlightForeground': token('--accent-fg'),
      'editorSuggestWidget.selectedIconForeground': token('--fg-2'),
      'editorHoverWidget.background': token('--raised'),
      'editorHoverWidget.border': token('--line-2'),
      'editorWidget.background': token('--raised'),
      'editorWidget.border': token('--line-2'),
      focusBorder: token('--accent'),
    },
  }
}
