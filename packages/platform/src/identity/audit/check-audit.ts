import type { AuditVerification } from '@alcove/contract'
import { connect } from '../../database/connect.ts'
import { openKeyRing } from '../../kernel/key-ring.ts'
import { sealerWith } from '../../kernel/sealer.ts'
import { verifyChain, type Head } from './verify-chain.ts'

interface CheckedAudit {
  databaseUrl: string
  /** Holds the sealing key, without which nobody can make a seal. */
  secretsFolder: string
  noted?: Head | undefined
}

/** Verifies the audit of an installation without opening it. */
export async function checkAudit({ databaseUrl, secretsFolder, noted }: CheckedAudit): Promise<AuditVerification> {
  const sealer = sealerWith(await openKeyRing(secretsFolder, { create: false }))
  const { pool, db } = connect(databaseUrl)
  try {
    return await verifyChain(db, sealer, noted)
  } finally {
    await pool.end()
  }
}
