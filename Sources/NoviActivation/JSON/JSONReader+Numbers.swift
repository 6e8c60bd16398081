/// A number that a reader has passed and checked, but not converted.
struct ScannedNumber {
    let range: Range<Int>
    let isWhole: Bool
}

extension JSONReader {
    /// How many digits a whole number may have, as in CPython: conversion takes
    /// quadratic time.
    private static let digitLimit = 4300

    /// Up to how many digits every whole number fits into 64 bits.
    private static let safeDigitCount = 18

    mutating func readNumber() throws(JSONError) -> JSONValue {
        let number = try scanNumber()
        guard number.isWhole else { return .double(try double(in: number.range)) }
        if number.range.count <= Self.safeDigitCount { return .integer(integer(in: number.range)) }
        let digits = text(number.range)
        return Int64(digits).map(JSONValue.integer) ?? .largeInteger(digits)
    }

    mutating func scanNumber() throws(JSONError) -> ScannedNumber {
        skipWhitespace()
        let start = position
        if current == "-" { position += 1 }
        switch current {
        case "I": try readWord("Infinity")
        case "N" where position == start: try readWord("NaN")
        default: return try scanDigits(from: start)
        }
        return ScannedNumber(range: start..<position, isWhole: false)
    }

    private mutating func scanDigits(from start: Int) throws(JSONError) -> ScannedNumber {
        let first = position
        // A zero stands alone, so that what follows it is no part of the number.
        if current == "0" { position += 1 } else { try skipDigits() }
        let wholeEnd = position
        if current == "." {
            position += 1
            try skipDigits()
        }
        if current == "e" || current == "E" {
            position += 1
            if current == "+" || current == "-" { position += 1 }
            try skipDigits()
        }
        let isWhole = position == wholeEnd
        guard !isWhole || wholeEnd - first <= Self.digitLimit else {
            throw JSONError("Whole number of more than \(Self.digitLimit) digits", at: start)
        }
        return ScannedNumber(range: start..<position, isWhole: isWhole)
    }

    private mutating func skipDigits() throws(JSONError) {
        guard "0"..."9" ~= current else { throw error("Expected a digit") }
        skip { "0"..."9" ~= $0 }
    }

    private func integer(in range: Range<Int>) -> Int64 {
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        let digits = bytes[range].dropFirst(isNegative ? 1 : 0)
        let magnitude = digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return isNegative ? -magnitude : magnitude
    }

    private func double(in range: Range<Int>) throws(JSONError) -> Double {
        guard let value = Double(text(range)) else {
            throw JSONError("Expected a number", at: range.lowerBound)
        }
        return value
    }
}
