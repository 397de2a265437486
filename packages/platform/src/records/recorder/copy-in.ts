import type pg from 'pg'
import { COPY_END, COPY_HEAD } from './binary-rows.ts'

/** The parts of pg's connection for COPY that its types omit. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** Appends rows to a table. `into` is its name, optionally with columns. */
export function copyIn(client: pg.ClientBase, into: string, chunks: readonly Buffer[]): Promise<void> {
  const done = Promise.withResolvers<void>()
  client.query({
    submit(connection: unknown) {
      ;(connection as CopyConnection).query(`copy ${into} from stdin (format binary)`)
    },
    handleCopyInResponse(connection: CopyConnection) {
      connection.sendCopyFromChunk(COPY_HEAD)
      for (const chunk of chunks) connection.sendCopyFromChunk(chunk)
      connection.sendCopyFromChunk(COPY_END)
      connection.endCopyFrom()
    },
    handleCommandComplete() {},
    handleReadyForQuery: () => done.resolve(),
    handleError: (error: Error) => done.reject(error),
  })
  return done.promise
}
