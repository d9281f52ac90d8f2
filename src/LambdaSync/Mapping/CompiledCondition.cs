using System.Text;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>A condition made ready: numbers (and AWS's amounts, which are numbers written as text) compare as numbers, all else as text.</summary>
sealed class CompiledCondition(Condition source, int slot, int crmSlot)
{
    readonly byte[][] _operands = [.. source.Operands.Select(o => Encoding.UTF8.GetBytes(o))];

    /// <summary>The document's slot it looks at, or -1.</summary>
    public int Slot { get; } = slot;

    public int CrmSlot { get; } = crmSlot;

    public bool Holds(ReadOnlySpan<byte> json, Value value)
    {
        var text = value.Kind is Kind.Absent or Kind.Null ? default : value.In(json);
        var there = text.Length > 0 && !text.SequenceEqual("\"\""u8) && !text.SequenceEqual("[]"u8);
        switch (source.Comparison)
        {
            case Comparison.Exists:
                return there == _operands[0].AsSpan().SequenceEqual("true"u8);
            case Comparison.NotEqual:
                return !there || !Same(text, _operands[0]);
            case Comparison.Equal:
                return there && Same(text, _operands[0]);
            case Comparison.In:
                foreach (var operand in _operands)
                {
                    if (there && Same(text, operand))
                        return true;
                }

                return false;
            default:
                return there && Ordered(Compare(text, _operands[0]));
        }
    }

    bool Ordered(int order) => source.Comparison switch
    {
        Comparison.GreaterOrEqual => order >= 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order < 0,
    };

    static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Compare(left, right) == 0;

    static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var leftText = Inside(left);
        var rightText = Inside(right);
        // At least one side has to be a real number: two texts of digits (postal codes) compare as text.
        if (leftText.Length == left.Length || rightText.Length == right.Length)
        {
            var number = new Utf8Buffer(64);
            if (DecimalText.TryWrite(leftText, -1, number))
            {
                var cut = number.Length;
                if (DecimalText.TryWrite(rightText, -1, number))
                    return DecimalText.Compare(number.Written[..cut], number.Written[cut..]);
            }
        }

        return leftText.SequenceCompareTo(rightText);
    }

    static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> value) => value.Length > 1 && value[0] == '"' ? value[1..^1] : value;
}
