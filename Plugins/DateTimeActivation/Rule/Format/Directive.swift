/// What a letter after a percent sign stands for.
///
/// `%c`, `%x` and `%X` are not here: each is short for several of these.
enum Directive: Unicode.Scalar {
    case weekdayAbbreviation = "a"
    case weekdayName = "A"
    case monthAbbreviation = "b"
    case monthName = "B"
    case day = "d"
    case fraction = "f"
    case isoYear = "G"
    case hour = "H"
    case hourOfHalfDay = "I"
    case dayOfYear = "j"
    case month = "m"
    case minute = "M"
    case halfDay = "p"
    case second = "S"
    case isoWeekday = "u"
    case weekFromSunday = "U"
    case isoWeek = "V"
    case weekday = "w"
    case weekFromMonday = "W"
    case yearOfCentury = "y"
    case year = "Y"
    case offset = "z"
    case zone = "Z"
}
