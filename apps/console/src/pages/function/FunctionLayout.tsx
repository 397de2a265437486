export default function FunctionLayout() {
  return null
}
