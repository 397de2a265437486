import { useQuery } from '@tanstack/react-query'
import { draftQuery } from '../../../api/drafts.ts'
import { functionQuery } from '../../../api/functions.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { BenchSkeleton } from '../files/BenchSkeleton.tsx'
import { CodeBench } from './CodeBench.tsx'
import { useFunctionParams } from '../params.ts'

export default function CodeTab() {
  const { space, fn } = useFunctionParams()
  const details = useQuery(functionQuery(space, fn))
  const draft = useQuery({ ...draftQuery(space, fn), refetchOnMount: 'always' })
  return (
    <Loaded query={draft} skeleton={<BenchSkeleton />}>
      {(loaded) => (
        <CodeBench
          key={`${space}/${fn}`}
          space={space}
          fn={fn}
          draft={loaded}
          latestVersion={details.data?.latestVersion ?? null}
        />
      )}
    </Loaded>
  )
}
