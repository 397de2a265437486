import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { functionQuery } from '../../../api/functions.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { ConfigurationForm } from './ConfigurationForm.tsx'
import { useFunctionParams } from '../params.ts'

const page = getRouteApi('/shell/s/$space/f/$fn/configuration')

export default function ConfigurationTab() {
  const { space, fn } = useFunctionParams()
  const { memory } = page.useSearch()
  const query = useQuery(functionQuery(space, fn))
  return (
    <Loaded query={query}>
      {(details) => <ConfigurationForm key={details.id} space={space} details={details} memoryMb={memory} />}
    </Loaded>
  )
}
