import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { extractFile, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'weir-pack-'))
const unpacked = join(folder, 'out', 'linux-unpacked')
const archive = join(unpacked, 'resources', 'app.asar')

/** A fuse in the file is a digit. */
const [off, on] = [48, 49]

/** A stand-in for Electron's distribution: a script that carries the sentinel and nine fuses, all of them on. */
const standIn = () => {
  const dist = join(folder, 'dist')
  mkdirSync(join(dist, 'locales'), { recursive: true })
  const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  const wire = Buffer.concat([Buffer.from([1, 9]), Buffer.from('1'.repeat(9))])
  writeFileSync(
    join(dist, 'electron'),
    Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n# '), sentinel, wire, Buffer.from('\n')]),
  )
  chmodSync(join(dist, 'electron'), 0o755)
  writeFileSync(join(dist, 'locales', 'en-US.pak'), '')
  return dist
}

beforeAll(async () => {
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  const settings = [`-c.electronDist=${standIn()}`, `-c.directories.output=${join(folder, 'out')}`]
  await promisify(execFile)(
    process.execPath,
    [builder, '--linux', 'dir', '--publish', 'never', '--config', 'electron-builder.yml', ...settings],
    { cwd: root },
  )
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('packing', () => {
  test('puts main process, preload and renderer into an archive, and no sources or tests', () => {
    const files = listPackage(archive, { isPack: false })
    for (const file of [
      '/dist/electron/main.cjs',
      '/dist/electron/preload.cjs',
      '/dist/renderer/index.html',
      '/package.json',
    ])
      expect(files).toContain(file)
    expect(files.filter(f => /^\/(src|renderer|test|nodes)\b/.test(f))).toEqual([])
    expect(files.filter(f => f.startsWith('/node_modules/electron'))).toEqual([])
  })

  test('keeps the native library outside the archive, beside it', () => {
    const native = join(
      unpacked,
      'resources',
      'app.asar.unpacked',
      'node_modules',
      '@duckdb',
      'node-bindings-linux-x64',
    )
    expect(existsSync(join(native, 'duckdb.node'))).toBe(process.arch === 'x64')
  })

  test('has a preload that requires nothing but electron', () => {
    const preload = extractFile(archive, 'dist/electron/preload.cjs').toString('utf8')
    expect([...preload.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(m => m[1])).toEqual(['electron'])
  })

  test('flips the fuses, which can be read back', async () => {
    const fuses = await getCurrentFuseWire(join(unpacked, 'weir'))
    expect(fuses[FuseV1Options.RunAsNode]).toBe(off)
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(off)
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(off)
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(on)
    expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(on)
  })

  test('ships the samples with their data', () => {
    const flow = readFileSync(join(unpacked, 'resources', 'samples', 'customers', 'customers.flow.json'), 'utf8')
    expect(JSON.parse(flow)).toMatchObject({ name: 'Customers' })
    expect(existsSync(join(unpacked, 'resources', 'samples', 'customers', 'data', 'customers.csv'))).toBe(true)
  })

  test('refuses a configuration that electron-builder does not know', async () => {
    const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
    const run = promisify(execFile)(
      process.execPath,
      [
        builder,
        '--linux',
        'dir',
        '--config',
        'electron-builder.yml',
        '-c.asarUnpacked=x',
        `-c.directories.output=${folder}/no`,
      ],
      { cwd: root },
    )
    const said = await run.then(
      () => '',
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    )
    expect(said).toContain("unknown property 'asarUnpacked'")
  })
})
