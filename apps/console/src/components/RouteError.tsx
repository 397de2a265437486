import { useRouter } from '@tanstack/react-router'
import { ErrorView } from './ErrorView.tsx'

export function RouteError({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <main className="grid min-h-full place-items-center">
      <ErrorView page error={error} onRetry={() => void router.invalidate()} />
    </main>
  )
}
