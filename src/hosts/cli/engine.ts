import { fileURLToPath } from 'node:url'
import type { Engine, EngineOptions } from '#engine/api.ts'
import { packageRoot, packageVersion } from '#hosts/service/package-root.ts'
import { tableCache } from '#hosts/service/table-cache.ts'

/** The engine and the catalogue, loaded when a verb truly needs them: DuckDB's library takes a third of the start. */
export const withEngine = async <T>(
  options: Omit<EngineOptions, 'catalogue'>,
  work: (engine: Engine) => Promise<T>,
): Promise<T> => {
  const [{ createEngine }, { catalogue }] = await Promise.all([import('#engine/engine.ts'), import('#nodes/index.ts')])
  const version = packageVersion(packageRoot(fileURLToPath(import.meta.url)))
  const engine = await createEngine({ ...options, catalogue, cache: tableCache(version) })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}
