using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LambdaSync.Fields;

/// <summary>
/// The patterns of AWS's API model, each for a whole value, and matchers for them. Lengths are not in the patterns but in the
/// field's limits, and <c>\d</c> and <c>\w</c> are written out, because .NET's take every script's digits and letters.
/// </summary>
public static class FieldPattern
{
    public const string AccountId = "[0-9A-Za-z_]+";
    public const string Amount = @"(0|[1-9][0-9]{0,30})(\.[0-9]{0,2})?";
    public const string AmountOrEmpty = @"((0|[1-9][0-9]{0,30})(\.[0-9]{0,2})?)?";
    public const string Arn = "arn:.*";
    public const string Date = "[1-9][0-9]{3}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])";
    public const string Duns = "[0-9]{9}";
    public const string Email =
        @"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    public const string EstimateUrl = @"https://(calculator\.aws|pricing\.calculator\.aws\.eu)/#/estimate\?id=[a-f0-9]{32,64}";
    public const string Letters = "[a-zA-Z]+";
    public const string OfferArn = "arn:aws:aws-marketplace:[a-z]{1,2}-[a-z]*-[0-9]+:[0-9]{12}:AWSMarketplace/Offer/.*";
    public const string OfferSetArn = "arn:aws:aws-marketplace:[a-z]{1,2}-[a-z]*-[0-9]+:[0-9]{12}:AWSMarketplace/OfferSet/offerset-.*";
    public const string OneLine = @"[\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD]*";
    public const string OpportunityId = "O[0-9]{1,19}";
    public const string Phone = @"\+[1-9][0-9]{1,14}";
    public const string SolutionId = "S-[0-9]{1,19}";
    public const string Tag = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";

    static readonly SearchValues<char> Digit = SearchValues.Create("0123456789");
    static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    static readonly SearchValues<char> EmailAtom = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_`{|}~-");
    static readonly SearchValues<char> EmailLabel = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    static readonly SearchValues<char> Word = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    static readonly SearchValues<char> Letter = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    static readonly ConcurrentDictionary<string, Regex> Regexes = new(StringComparer.Ordinal);

    /// <summary>The pattern a table names, or null for no name.</summary>
    internal static string? Named(string name) => name switch
    {
        "" => null,
        "account-id" => AccountId,
        "amount" => Amount,
        "amount-or-empty" => AmountOrEmpty,
        "arn" => Arn,
        "date" => Date,
        "duns" => Duns,
        "email" => Email,
        "estimate-url" => EstimateUrl,
        "letters" => Letters,
        "offer-arn" => OfferArn,
        "offer-set-arn" => OfferSetArn,
        "one-line" => OneLine,
        "opportunity-id" => OpportunityId,
        "phone" => Phone,
        "solution-id" => SolutionId,
        "tag" => Tag,
        _ => throw new InvalidOperationException($"There is no pattern '{name}'."),
    };

    /// <summary>Whether the whole value has the form; patterns that are none of the above are matched as regular expressions.</summary>
    public static bool Matches(string pattern, string value) => pattern switch
    {
        AccountId => value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Word),
        Amount => IsAmount(value),
        AmountOrEmpty => value.Length == 0 || IsAmount(value),
        Arn => value.StartsWith("arn:", StringComparison.Ordinal) && !value.Contains('\n'),
        Date => IsDate(value),
        Duns => value.Length == 9 && AllDigits(value),
        Email => IsEmail(value),
        EstimateUrl => IsEstimateUrl(value),
        Letters => value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Letter),
        OneLine => IsOneLine(value),
        OpportunityId => value.Length is >= 2 and <= 20 && value[0] == 'O' && AllDigits(value.AsSpan(1)),
        Phone => value.Length is >= 3 and <= 16 && value[0] == '+' && value[1] != '0' && AllDigits(value.AsSpan(1)),
        SolutionId => value.Length is >= 3 and <= 21 && value.StartsWith("S-", StringComparison.Ordinal) && AllDigits(value.AsSpan(2)),
        Tag => IsTag(value),
        _ => Regexes.GetOrAdd(pattern, static p => new Regex($@"\A(?:{p})\z", RegexOptions.CultureInvariant)).IsMatch(value),
    };

    /// <summary>The form in words, to go after "has to be".</summary>
    public static string Describe(string pattern) => pattern switch
    {
        AccountId => "digits, letters and underscores, as a rule the account's 12 digits",
        Amount or AmountOrEmpty => "a number such as 12500.00, without sign, separators or leading zeros, with at most two decimals",
        Arn => "an ARN",
        Date => "a day as yyyy-MM-dd",
        Duns => "nine digits",
        Email => "one e-mail address in lower case",
        EstimateUrl => "the link of a saved AWS Pricing Calculator estimate",
        Letters => "letters only",
        OfferArn => "the ARN of an AWS Marketplace offer",
        OfferSetArn => "the ARN of an AWS Marketplace offer set",
        OneLine => "text without line breaks, control characters or emoji",
        OpportunityId => "an AWS opportunity id: a capital O and digits",
        Phone => "a number in international form: + and 2 to 15 digits, without spaces",
        SolutionId => "a solution id: S- and digits",
        Tag => "letters, digits, spaces and _ . : / = + - @",
        _ => "of the form " + pattern,
    };

    static bool AllDigits(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(Digit);

    static bool IsAmount(ReadOnlySpan<char> value)
    {
        var point = value.IndexOf('.');
        var whole = point < 0 ? value : value[..point];
        if (whole.Length is 0 or > 31 || !AllDigits(whole) || (whole[0] == '0' && whole.Length > 1))
            return false;
        return point < 0 || (value.Length - point <= 3 && AllDigits(value[(point + 1)..]));
    }

    static bool IsDate(ReadOnlySpan<char> value)
    {
        if (value.Length != 10 || value[4] != '-' || value[7] != '-' || value[0] == '0')
            return false;
        if (!AllDigits(value[..4]) || !AllDigits(value[5..7]) || !AllDigits(value[8..]))
            return false;
        var month = ((value[5] - '0') * 10) + value[6] - '0';
        var day = ((value[8] - '0') * 10) + value[9] - '0';
        return month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    static bool IsEmail(ReadOnlySpan<char> value)
    {
        var at = value.IndexOf('@');
        if (at < 0)
            return false;
        var local = value[..at];
        foreach (var atom in local.Split('.'))
        {
            if (local[atom].IsEmpty || local[atom].ContainsAnyExcept(EmailAtom))
                return false;
        }

        var labels = 0;
        var domain = value[(at + 1)..];
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-' || label.ContainsAnyExcept(EmailLabel))
                return false;
            labels++;
        }

        return labels >= 2;
    }

    static bool IsEstimateUrl(ReadOnlySpan<char> value)
    {
        const string Commercial = "https://calculator.aws/#/estimate?id=";
        const string Sovereign = "https://pricing.calculator.aws.eu/#/estimate?id=";
        if (value.StartsWith(Commercial))
            value = value[Commercial.Length..];
        else if (value.StartsWith(Sovereign))
            value = value[Sovereign.Length..];
        else
            return false;
        return value.Length is >= 32 and <= 64 && !value.ContainsAnyExcept(Hex);
    }

    static bool IsOneLine(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (c is not ((>= ' ' and <= '~') or (>= '\u00A0' and <= '\uD7FF') or (>= '\uE000' and <= '\uFFFD')))
                return false;
        }

        return true;
    }

    static bool IsTag(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (char.IsLetter(c) || char.IsNumber(c) || char.IsSeparator(c))
                continue;
            if (c is not ('_' or '.' or ':' or '/' or '=' or '+' or '-' or '@'))
                return false;
        }

        return true;
    }
}
