using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

sealed partial class RecordReader
{
    static readonly byte[] NoSupport = Encoding.UTF8.GetBytes(FileValues.NoSupportNeeded);
    static readonly byte[] Other = Encoding.UTF8.GetBytes(FileValues.OtherSolution);
    static readonly byte[] QuotedOther = JsonText.Quote(FileValues.OtherSolution);
    static readonly byte[] QuotedPlaceholder = JsonText.Quote(FileValues.PostalCodePlaceholder);
    static readonly byte[] VisibilityOnly = JsonText.Quote(FileValues.ForVisibilityOnly);
    static readonly byte[] CoSell = JsonText.Quote(FileValues.CoSell);

    // True when the value can be used; a value of another type that says the same is used with a warning.
    bool HasRightType(BoundField bound, ReadOnlySpan<byte> value, JsonTokenType token)
    {
        var field = bound.Field;
        var (wanted, right, convertible) = field.Transform switch
        {
            FileTransform.Array or FileTransform.Solutions => ("a list of texts", token == JsonTokenType.StartArray && IsTextList(value), token == JsonTokenType.String),
            FileTransform.Split or FileTransform.PrimaryNeeds => ("a text of values joined by ;", token == JsonTokenType.String, token == JsonTokenType.StartArray && IsTextList(value)),
            FileTransform.Amount or FileTransform.Spend => ("a number", token == JsonTokenType.Number, token == JsonTokenType.String && IsNumber(value[1..^1])),
            FileTransform.Name => ("a text", token == JsonTokenType.String, false),
            _ => ("a text", token == JsonTokenType.String, token is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False),
        };
        if (right || (token == JsonTokenType.String && Mask.IsMask(value[1..^1])))
            return true;
        Report(RecordIssues.WrongType(field, Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)]), wanted, convertible));
        return convertible;
    }

    static bool IsNumber(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b is not (>= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'-'))
                return false;
        }

        return text.Length is > 0 and <= 64 && text.Count((byte)'.') <= 1 && text.LastIndexOf((byte)'-') <= 0 && text[^1] != '-' && text[^1] != '.';
    }

    static bool IsTextList(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                return false;
        }

        return true;
    }

    // How many elements the value makes in the document.
    static int ElementsOf(FileField field, ReadOnlySpan<byte> value, JsonTokenType token)
    {
        if (field.Transform is not (FileTransform.Array or FileTransform.Solutions or FileTransform.Split or FileTransform.PrimaryNeeds))
            return 1;
        if (token == JsonTokenType.String)
            return value.Count((byte)';') + 1;
        var reader = new Utf8JsonReader(value);
        reader.Read();
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            count++;
        return count;
    }

    void ShowLeaves(BoundField bound, ReadOnlySpan<byte> value, Slot slot)
    {
        var text = slot.Token == JsonTokenType.String ? value[1..^1] : [];
        switch (bound.Field.Transform)
        {
            case FileTransform.Name when Mask.IsMask(text):
                Show(bound.Leaves[1]);
                return;
            case FileTransform.Name when text.Length == 0 || text[0] == ' ' || text[^1] == ' ':
                // Split at the first space and joined again it would be another text.
                _kept.Add(new Kept(bound.Name, slot));
                return;
            case FileTransform.Name:
                if (text.IndexOf((byte)' ') >= 0)
                    Show(bound.Leaves[0]);
                Show(bound.Leaves[1]);
                return;
            case FileTransform.PrimaryNeeds:
                Show(bound.Leaves[0]);
                if (!Mask.IsMask(text))
                    Show(bound.Leaves[1]);
                return;
            case FileTransform.Solutions when value.IndexOf(QuotedOther) >= 0:
                Show(bound.Leaves[0]);
                _kept.Add(new Kept(bound.Name, slot));
                return;
            default:
                Show(bound.Leaves[0]);
                return;
        }
    }

    // The advisory rules: whatever AWS sent is kept.
    void Advise(BoundField bound, int index, ReadOnlySpan<byte> value, JsonTokenType token)
    {
        _found[index] = -1;
        if (token != JsonTokenType.String)
            return;
        var text = value[1..^1];
        if (bound.Catalogue is not { } rule)
        {
            _found[index] = bound.Values?.Find(text) ?? -1;
            return;
        }

        if (bound.Field.Transform is FileTransform.Split or FileTransform.PrimaryNeeds)
        {
            AdviseEach(bound, text);
            return;
        }

        if (text.Length == 0 || Mask.IsMask(text) || bound.Field.Transform is FileTransform.Amount or FileTransform.Spend)
            return;
        if (bound.Values is { } values && bound.Field.Transform != FileTransform.Keep && (_found[index] = values.Find(text)) < 0)
            Report(RecordIssues.NotStandard(bound.Field, Plain(text)));
        else if (bound.HasTextRule || (rule.MaxLength > 0 && text.Length > rule.MaxLength))
            AdviseText(bound, rule, text);
    }

    void AdviseText(BoundField bound, CatalogueField rule, ReadOnlySpan<byte> raw)
    {
        if (rule.Values is not null)
            return;
        Span<char> room = stackalloc char[128];
        var length = JsonText.ToChars(raw, room);
        if (FieldCheck.Check(rule, length < 0 ? Plain(raw) : room[..length], outbound: false) is { } issue)
            Report(issue with { Field = bound.Field.Name });
    }

    void AdviseEach(BoundField bound, ReadOnlySpan<byte> text)
    {
        if (bound.Values is null || Mask.IsMask(text))
            return;
        foreach (var part in text.Split((byte)';'))
        {
            var item = text[part].Trim((byte)' ');
            if (item.Length > 0 && !bound.Values.TryGet(item, out _) && !item.SequenceEqual(NoSupport))
                Report(RecordIssues.NotStandard(bound.Field, Plain(item)));
        }
    }

    static string Plain(ReadOnlySpan<byte> raw) => JsonText.ToText(raw);
}
