import { useQuery } from '@tanstack/react-query'
import { functionQuery } from '../../../api/functions.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { ConfigurationForm } from './ConfigurationForm.tsx'
import { useFunctionParams } from '../params.ts'

export default function ConfigurationTab() {
  const { space, fn } = useFunctionParams()
  const query = useQuery(functionQuery(space, fn))
  return (
    <Loaded query={query}>{(details) => <ConfigurationForm key={details.id} space={space} details={details} />}</Loaded>
  )
}
