using System.Text.Json;
using CsCheck;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>The count of what a seller account has open.</summary>
[Trait("Row", "H6")]
public sealed class OpenChangeSetsTests
{
    static readonly ChangeSetLimits Limits = new(5, 3, 2);

    [Fact]
    public void Whatever_comes_and_ends_no_limit_is_passed_and_what_is_stored_is_read() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Bool).List[1, 60].Sample(steps =>
        {
            var state = OpenChangeSets.None;
            foreach (var (id, offers, sets, ends) in steps)
            {
                var place = Place(id, offers, sets);
                var (taken, full) = ends ? (state.Without([place.Key]), null) : state.With(place, Limits);
                Assert.Equal(taken is null, full is not null);
                state = taken ?? state;
                Assert.InRange(state.Places.Count, 0, Limits.Sets);
                Assert.InRange(state.Offers, 0, Limits.Offers);
                Assert.InRange(state.OfferSets, 0, Limits.OfferSets);
                Assert.Equal(state.Places.Count, state.Places.DistinctBy(p => p.Key).Count());
                Assert.Equal(state.Places, OpenChangeSets.Read(state.ToBytes()).Places);
            }
        });

    [Fact]
    public void What_is_full_is_named_with_its_limit()
    {
        var state = new OpenChangeSets([Place(1, 3, 0)]);
        Assert.Contains("3 offers in open change sets, and LambdaSync's part of AWS Marketplace's limit of 20 is 3", state.With(Place(2, 1, 0), Limits).Full, StringComparison.Ordinal);
        // What takes no offer goes, and what has its place already counts once.
        Assert.NotNull(state.With(Place(2, 0, 1), Limits).State);
        Assert.Equal(2, state.With(Place(1, 2, 0), Limits).State!.Offers);
        var all = new OpenChangeSets([.. Enumerable.Range(0, 250).Select(id => Place(id, 0, 0))]);
        Assert.Contains("250 open change sets, and AWS Marketplace's limit is 250", all.With(Place(250, 0, 0), ChangeSetLimits.OfAws).Full, StringComparison.Ordinal);
        // One that alone is more than our part goes when no other is open.
        Assert.NotNull(OpenChangeSets.None.With(Place(1, 7, 1), Limits).State);
    }

    [Theory]
    [InlineData(1, 250, 20, 20)]
    [InlineData(0.5, 125, 10, 10)]
    [InlineData(0.01, 2, 1, 1)]
    public void Our_part_is_one_of_each_at_least(double share, int sets, int offers, int offerSets) => Assert.Equal(new ChangeSetLimits(sets, offers, offerSets), ChangeSetLimits.Of(share));

    [Fact]
    public void A_change_set_counts_its_entities_once_each()
    {
        var memo = new ChangeSetMemo("offer create", "Offer", null);
        Assert.Equal((2, 1), Counts(memo with
        {
            Body = Json("""
                { "ChangeSet": [
                  { "ChangeType": "CreateOffer", "ChangeName": "One", "Entity": { "Type": "Offer@1.0" } }, { "ChangeType": "ReleaseOffer", "Entity": { "Type": "Offer@1.0", "Identifier": "$One.Entity.Identifier" } },
                  { "ChangeType": "UpdateAvailability", "Entity": { "Type": "Offer@1.0", "Identifier": "offer-1@3" } }, { "ChangeType": "UpdateInformation", "Entity": { "Type": "Offer@1.0", "Identifier": "offer-1" } },
                  { "ChangeType": "ReleaseOfferSet", "Entity": { "Type": "OfferSet@1.0", "Identifier": "offerset-1" } }, { "ChangeType": "AddDimensions", "Entity": { "Type": "SaaSProduct@1.0", "Identifier": "prod-1" } }] }
                """),
        }));
        // Before the copy is built.
        Assert.Equal((1, 0), Counts(memo with { CopyOf = new OfferClone(new DateOnly(2027, 1, 31), null, null, true) }));
        Assert.Equal((2, 0), Counts(memo with { CopyOf = new OfferClone(new DateOnly(2027, 1, 31), null, null, true) { OldUntil = new DateOnly(2026, 12, 1) } }));
    }

    [Fact]
    public void Damaged_and_newer_bytes_are_named()
    {
        Assert.Throws<InvalidDataException>(() => OpenChangeSets.Read([2]));
        Assert.Throws<InvalidDataException>(() => OpenChangeSets.Read([1, 3, 7]));
        Assert.Throws<InvalidDataException>(() => OpenChangeSets.Read([]));
    }

    static ChangeSetPlace Place(int id, int offers, int sets) => new(WorkKey.ChangeSet("AWS", $"2026-12-31-{id:x16}"), offers, sets);

    static (int, int) Counts(ChangeSetMemo memo) => ChangeSetPlace.Of(Place(1, 0, 0).Key, memo) is var place ? (place.Offers, place.OfferSets) : default;

    static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
