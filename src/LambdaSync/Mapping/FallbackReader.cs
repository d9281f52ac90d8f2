using System.Text.Json;

namespace LambdaSync.Mapping;

/// <summary>Reads the tiers of <c>fallback</c>.</summary>
static class FallbackReader
{
    public const string ErrorWord = "error";

    public static IReadOnlyList<FallbackTier> All(Place? place) =>
        place is { } list ? [.. list.Items(atLeastOne: true).Select(Read).OfType<FallbackTier>()] : [];

    static FallbackTier? Read(Place place) => place.Element.ValueKind switch
    {
        JsonValueKind.String => Word(place, place.Element.GetString()!),
        JsonValueKind.Object => Named(place),
        _ => Tier(FallbackKind.Literal, place.Scalar()),
    };

    static FallbackTier? Word(Place place, string text)
    {
        if (text == ErrorWord)
            return new FallbackTier(FallbackKind.Error, "");
        if (!RelativeDate.LooksLike(text))
            return new FallbackTier(FallbackKind.Literal, Scalars.OfText(text));
        if (RelativeDate.TryParse(text, out _))
            return new FallbackTier(FallbackKind.Date, text);
        place.Fail(
            "A text that starts with 'today' is a date: today, or today with + or -, a number up to 999 and d, w, m or y.",
            "Write \"today+15d\", for example; for the text itself write { \"value\": \"...\" }.");
        return null;
    }

    static FallbackTier? Named(Place place)
    {
        var members = place.Object("crm", "value", ErrorWord);
        return members?.ExactlyOne("crm", "value", ErrorWord) switch
        {
            "crm" => Tier(FallbackKind.Crm, members.Text("crm")),
            "value" => Tier(FallbackKind.Literal, members.Find("value")?.Scalar()),
            ErrorWord => Tier(FallbackKind.Error, members.Text(ErrorWord)),
            _ => null,
        };
    }

    static FallbackTier? Tier(FallbackKind kind, string? text) => text is null ? null : new FallbackTier(kind, text);
}
