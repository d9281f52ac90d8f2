using System.Text.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Sync.Elements;

/// <summary>
/// Merges the fields of one element as one where it is not the same person or company on both sides: single values of one would be mixed
/// with another's. All other elements are merged field by field.
/// </summary>
/// <param name="crm">The CRM's fields now.</param>
/// <param name="unknown">The fields whose value at AWS is unknown.</param>
sealed class ElementMerge(CompiledMapping mapping, FieldMerge merge, FlatRecord crm, IReadOnlySet<string> unknown)
{
    readonly HashSet<string> _merged = new(StringComparer.Ordinal);

    /// <summary>A first link, or fields without a baseline.</summary>
    /// <param name="now">What AWS has, as the CRM would have it.</param>
    /// <returns>The fields that are merged.</returns>
    public IReadOnlySet<string> WithoutBaseline(ReadOnlySpan<byte> document, FlatRecord now)
    {
        foreach (var element in mapping.Elements.Where(CanMerge))
            WithoutBaseline(element, document, now);
        return _merged;
    }

    /// <summary>A record that was merged before.</summary>
    /// <param name="before">AWS's document then, as <paramref name="old"/> in the CRM's values.</param>
    /// <param name="after">AWS's document now, as <paramref name="now"/> in the CRM's values.</param>
    /// <returns>The fields that are merged.</returns>
    public IReadOnlySet<string> Update(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, FlatRecord old, FlatRecord now, FlatRecord baseline)
    {
        var (were, are) = (mapping.ElementsAt(before), mapping.ElementsAt(after));
        for (var i = 0; i < mapping.Elements.Length; i++)
        {
            var element = mapping.Elements[i];
            if (!CanMerge(element))
                continue;
            if (element.InCrm.All(name => baseline[name] is null))
                WithoutBaseline(element, after, now);
            else if (element.InCrm.Any(name => (now[name] ?? "null") != (old[name] ?? "null")))
                Changed(element, (were[i], are[i]), mapping.IdentityAtAws(element, before), mapping.IdentityAtAws(element, after), now, baseline);
        }

        return _merged;
    }

    bool CanMerge(ElementLines element) => element.Identity is not null && element.InCrm.Count > 0 && !element.InCrm.Any(unknown.Contains);

    void WithoutBaseline(ElementLines element, ReadOnlySpan<byte> document, FlatRecord now)
    {
        if (IsNamed(element, crm) && mapping.StandsFor(element, mapping.IdentityAtAws(element, document), crm) == false)
            Take(element, now, new FlatRecord(), IssueCodes.NoOwner, isOther: true);
    }

    void Changed(ElementLines element, (byte[]? Was, byte[]? Is) atAws, FlatRecord was, FlatRecord isNow, FlatRecord now, FlatRecord baseline)
    {
        var stoodForOther = mapping.StandsFor(element, was, baseline) == false || (atAws.Was is null && IsNamed(element, baseline));
        var isEdited = element.InCrm.Any(name => baseline[name] is { } known && (crm[name] ?? "null") != known && !mapping.MeanSame(name, now[name] ?? "null", crm[name] ?? "null"));
        // Without an edit, what AWS has now goes to the CRM as a whole. And both sides may have come to the same element.
        if ((!isEdited && !stoodForOther) || mapping.StandsFor(element, isNow, crm) == true && IsOther(element, atAws))
            return;
        var isOther = stoodForOther || IsOther(element, atAws);
        var isEditedIdentity = mapping.StandsFor(element, baseline, crm) == false;
        if (isOther || isEditedIdentity || atAws.Is is null)
            Take(element, now, baseline, IssueCodes.Clash, isOther);
    }

    static bool IsNamed(ElementLines element, FlatRecord fields) => element.Identities.Any(line => !fields.IsEmpty(line.Source.Crm));

    static bool IsOther(ElementLines element, (byte[]? Was, byte[]? Is) atAws) =>
        atAws.Is is not null && (atAws.Was is null || (Key(element, atAws.Was), Key(element, atAws.Is)) is var (was, now) && !was.IsEmpty && !now.IsEmpty && !was.IsSame(now));

    static ElementKey Key(ElementLines element, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return ElementKey.Of(element.Identity!, document.RootElement);
    }

    void Take(ElementLines element, FlatRecord now, FlatRecord baseline, string code, bool isOther)
    {
        merge.Element(element, now, crm, baseline, code, isOther);
        _merged.UnionWith(element.InCrm);
    }
}
