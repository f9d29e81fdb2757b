import { describe, expect, it } from 'vitest'
import { checkLayers, violations } from './layers.ts'

describe('the layers', () => {
  it('hold in this repository', () => {
    expect(checkLayers()).toEqual([])
  })

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['src/core/flow/save.ts', "import { readFile } from 'node:fs'", /handed to it as a function/],
    ['src/core/flow/save.ts', "import type { Engine } from '#engine/api.ts'", /handed to it as a function/],
    ['src/core/flow/save.ts', "import { x } from '../../engine/api.ts'", /by #room/],
    ['src/engine/run/run.ts', "import { catalogue } from '#nodes/index.ts'", /catalogue is handed in/],
    ['src/engine/run/run.ts', "import { readPage } from '../preview/page.ts'", /do not know one another/],
    ['src/engine/preview/page.ts', "import type { Run } from '#engine/run/run.ts'", /do not know one another/],
    ['src/engine/run/run.ts', "type C = import('#rpc/contract.ts').Client", /catalogue is handed in/],
    ['src/rpc/client.ts', "import { parseFlow } from '#core/flow/parse.ts'", /import type/],
    ['src/rpc/client.ts', "export * from '#hosts/web/server.ts'", /handed in by the host/],
    ['nodes/sinks/csv/node.ts', "import * as z from 'zod'", /core\/node\/settings/],
    ['nodes/sinks/csv/node.ts', "import { Field } from '#renderer/fields/Field.tsx'", /knows #core alone/],
    ['nodes/sinks/csv/node.ts', "import { Panel } from './Panel.tsx'", /knows #core alone/],
    ['nodes/sinks/csv/Panel.tsx', "import { node } from '../json/node.ts'", /own node.ts/],
    ['nodes/sinks/csv/Panel.tsx', "import { store } from '#renderer/store/document.ts'", /fields and ui/],
    ['renderer/grid/Grid.tsx', "const fs = await import('node:fs')", /through #rpc/],
    ['renderer/grid/Grid.tsx', "import { ipcRenderer } from 'electron'", /through #rpc/],
    ['renderer/grid/Grid.tsx', "import { node } from '#nodes/sinks/csv/node.ts'", /through #rpc/],
    ['src/hosts/web/server.ts', "import { App } from '#renderer/App.tsx'", /serve the built renderer/],
    ['src/hosts/web/server.ts', "import express from 'express'", /hosts are wiring/],
  ]
  it.each(refused)('refuse in %s: %s', (file, text, instead) => {
    expect(violations(file, text)).toEqual([expect.stringMatching(instead)])
  })

  const allowed: readonly (readonly [string, string])[] = [
    ['src/core/flow/save.ts', "import * as z from 'zod'\nimport { a } from '../problem.ts'"],
    [
      'src/engine/run/run.ts',
      "import { readFile } from 'node:fs/promises'\nimport { b } from '#core/relation/build.ts'",
    ],
    ['src/rpc/client.ts', "import type { Problem } from '#core/problem.ts'"],
    [
      'nodes/sinks/csv/Panel.tsx',
      "import { node } from './node.ts'\nimport { Field } from '#renderer/fields/Field.tsx'",
    ],
    ['renderer/App.tsx', "import { useState } from 'react'\nimport { catalogue } from '#nodes/index.ts'"],
    ['src/hosts/cli/run.ts', "import { createEngine } from '#engine/engine.ts'"],
    ['src/hosts/web/server.ts', "import { serve } from '#hosts/service/service.ts'"],
    ['src/core/flow/save.ts', "// import { readFile } from 'node:fs'"],
  ]
  it.each(allowed)('allow in %s: %s', (file, text) => {
    expect(violations(file, text)).toEqual([])
  })

  it('name the file and the line', () => {
    expect(violations('src/core/a.ts', "\n\nimport 'node:fs'")[0]).toMatch(/^src\/core\/a\.ts:3 imports node:fs: /)
  })
})
