import type { DockTab, Theme } from '../../store/session.ts'
import { openDialog } from '../dialogs.ts'
import { resolved } from '../theme.ts'
import { api, type Command, hasSelection, inFlow, selected } from './command.ts'

const tab = (name: DockTab, title: string, keys: readonly string[]): Command => ({
  id: `dock-${name}`,
  title,
  group: 'View',
  keys,
  where: 'anywhere',
  enabled: inFlow,
  run: ({ session }) => session.getState().setDock({ open: true, tab: name }),
})

const theme = (name: Theme, title: string): Command => ({
  id: `theme-${name}`,
  title,
  group: 'View',
  keys: [],
  where: 'anywhere',
  run: ({ session }) => session.getState().setTheme(name),
})

export const viewCommands: readonly Command[] = [
  {
    id: 'palette',
    title: 'Search or run a command',
    group: 'View',
    keys: ['Ctrl+K'],
    where: 'anywhere',
    run: () => openDialog('commands'),
  },
  {
    id: 'fit',
    title: 'Fit the flow',
    group: 'View',
    keys: ['F'],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.fit(),
  },
  {
    id: 'fit-selected',
    title: 'Zoom to the selection',
    group: 'View',
    keys: ['Shift+F'],
    where: 'canvas',
    enabled: hasSelection,
    run: editor => api()?.fit(selected(editor)),
  },
  {
    id: 'zoom-in',
    title: 'Zoom in',
    group: 'View',
    keys: ['+', '='],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.zoom('in'),
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    group: 'View',
    keys: ['-'],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.zoom('out'),
  },
  {
    id: 'zoom-one',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['0'],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.zoom('one'),
  },
  {
    id: 'toggle-palette',
    title: 'Show or hide the palette',
    group: 'View',
    keys: ['Ctrl+B'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ session }) => session.getState().togglePalette(),
  },
  {
    id: 'toggle-dock',
    title: 'Show or hide the dock',
    group: 'View',
    keys: ['Ctrl+J'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ session }) => session.getState().setDock({ open: !session.getState().dock.open }),
  },
  tab('data', 'Show data', ['Alt+1']),
  tab('problems', 'Show problems', ['Alt+2']),
  tab('sql', 'Show SQL', ['Alt+3']),
  tab('profile', 'Show the profile', ['Alt+4']),
  tab('runs', 'Show the runs', ['Alt+5']),
  {
    id: 'theme-toggle',
    title: 'Light or dark',
    group: 'View',
    keys: ['Alt+T'],
    where: 'anywhere',
    run: ({ session }) =>
      session.getState().setTheme(resolved(session.getState().theme) === 'light' ? 'dark' : 'light'),
  },
  theme('system', 'Theme: as the system'),
  theme('light', 'Theme: light'),
  theme('dark', 'Theme: dark'),
  theme('hc', 'Theme: high contrast'),
]
