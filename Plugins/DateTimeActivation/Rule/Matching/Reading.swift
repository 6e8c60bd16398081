/// What was read from a text, and the offset where it ends.
struct Reading<Value> {
    let value: Value
    let end: Int
}
