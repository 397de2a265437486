import { Package } from 'lucide-react'
import type { TriggerView } from '../kind.ts'
import { BucketDetails } from './BucketDetails.tsx'
import { BucketForm } from './BucketForm.tsx'
import { BucketSource } from './BucketSource.tsx'

export const bucket: TriggerView<'bucket'> = {
  icon: Package,
  backfills: false,
  Source: BucketSource,
  Details: BucketDetails,
  Form: BucketForm,
}
