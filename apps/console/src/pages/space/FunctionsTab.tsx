export default function FunctionsTab() {
  return null
}
