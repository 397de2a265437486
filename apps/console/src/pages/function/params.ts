import { useParams } from '@tanstack/react-router'

/** Space and function from the address. */
export const useFunctionParams = () => useParams({ from: '/shell/s/$space/f/$fn' })
