import { useQuery } from '@tanstack/react-query'
import { functionQuery } from '../../../api/functions.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useFunctionParams } from '../params.ts'
import { ParametersForm } from './ParametersForm.tsx'

export default function ParametersPage() {
  const { space, fn } = useFunctionParams()
  const query = useQuery(functionQuery(space, fn))
  return (
    <Loaded query={query}>{(details) => <ParametersForm key={details.id} space={space} details={details} />}</Loaded>
  )
}
