using System.Text;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>The words of a statement.</summary>
static class Lexer
{
    /// <summary>Stands before a <c>_</c> or <c>%</c> that LIKE takes as itself.</summary>
    public const char Escape = '\u0001';

    public enum Kind
    {
        Word,
        Text,
        Symbol,
        End,
    }

    /// <param name="Value">Of a text: what it says.</param>
    public sealed record Token(Kind Kind, string Value, int Position);

    public static List<Token> Read(string soql)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < soql.Length;)
        {
            var c = soql[i];
            var start = i;
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }

            if (c == '\'')
            {
                tokens.Add(new Token(Kind.Text, Text(soql, ref i), start));
            }
            else if ("(),".Contains(c, StringComparison.Ordinal))
            {
                tokens.Add(new Token(Kind.Symbol, soql[i++].ToString(), start));
            }
            else if ("=<>!".Contains(c, StringComparison.Ordinal))
            {
                i += i + 1 < soql.Length && soql[i + 1] is '=' or '>' ? 2 : 1;
                tokens.Add(new Token(Kind.Symbol, soql[start..i], start));
            }
            else if (char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.')
            {
                // Names, paths, numbers, dates: what they are shows where they stand.
                while (i < soql.Length && (char.IsAsciiLetterOrDigit(soql[i]) || soql[i] is '_' or '-' or '+' or '.' or ':'))
                    i++;
                tokens.Add(new Token(Kind.Word, soql[start..i], start));
            }
            else
            {
                throw Malformed(soql, start, $"unexpected token: '{c}'");
            }
        }

        tokens.Add(new Token(Kind.End, "<EOF>", soql.Length));
        return tokens;
    }

    /// <summary>The message has the place with some of the statement, as Salesforce's has.</summary>
    public static ApiError Malformed(string soql, int position, string why)
    {
        var from = Math.Max(0, position - 20);
        return new ApiError("MALFORMED_QUERY", $"\n{soql[from..Math.Min(soql.Length, position + 20)]}\n{new string(' ', position - from)}^\nERROR at Row:1:Column:{position + 1}\n{why}");
    }

    static string Text(string soql, ref int i)
    {
        var text = new StringBuilder();
        var start = i;
        for (i++; i < soql.Length; i++)
        {
            if (soql[i] == '\'')
            {
                i++;
                return text.ToString();
            }

            if (soql[i] != '\\')
            {
                text.Append(soql[i]);
                continue;
            }

            i++;
            _ = (i < soql.Length ? soql[i] : '\0') switch
            {
                'n' or 'N' => text.Append('\n'),
                'r' or 'R' => text.Append('\r'),
                't' or 'T' => text.Append('\t'),
                'b' or 'B' => text.Append('\b'),
                'f' or 'F' => text.Append('\f'),
                '"' => text.Append('"'),
                '\'' => text.Append('\''),
                '\\' => text.Append('\\'),
                '_' or '%' => text.Append(Escape).Append(soql[i]),
                'u' when i + 4 < soql.Length && int.TryParse(soql.AsSpan(i + 1, 4), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var code) => Unicode(text, code, ref i),
                _ => throw Malformed(soql, i - 1, $"Invalid string literal '{soql[start..Math.Min(soql.Length, i + 1)]}'. Illegal character sequence '\\{(i < soql.Length ? soql[i] : ' ')}' in string literal"),
            };
        }

        throw Malformed(soql, start, "expecting a right single quote, found '<EOF>'");
    }

    static StringBuilder Unicode(StringBuilder text, int code, ref int i)
    {
        i += 4;
        return text.Append((char)code);
    }
}
