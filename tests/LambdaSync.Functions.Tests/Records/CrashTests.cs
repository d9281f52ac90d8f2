using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>
/// A process that is killed at any point of a deal's way, or of an update, leaves nothing twice and nothing undone. The points are found
/// by a run that is not killed; each of them then ends one process, and the next process starts after the claims have expired.
/// </summary>
[Trait("Row", "A2")]
[Trait("Row", "A18")]
[Trait("Row", "D2")]
public sealed class CrashTests
{
    /// <summary>What happens while no process runs.</summary>
    public enum Meanwhile
    {
        Nothing,

        /// <summary>A person edits the CRM record.</summary>
        Edit,

        /// <summary>So much time passes that AWS has forgotten the client tokens.</summary>
        TokensForgotten,
    }

    [Theory]
    [Trait("Row", "A1")]
    [Trait("Row", "S-4")]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task A_deal_is_created_associated_and_submitted_once(Meanwhile meanwhile) => AtEachPoint(() => new DealCrash(), meanwhile, minPoints: 80);

    [Theory]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task An_edit_reaches_AWS_once(Meanwhile meanwhile) => AtEachPoint(() => new UpdateCrash(), meanwhile, minPoints: 20);

    [Theory]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task A_referral_is_accepted_once_and_its_opportunity_takes_over_the_record(Meanwhile meanwhile) => AtEachPoint(() => new ReferralCrash(isKnown: true), meanwhile, minPoints: 40);

    [Fact]
    public Task An_invitation_becomes_one_record() => AtEachPoint(() => new ReferralCrash(isKnown: false), Meanwhile.Nothing, minPoints: 10);

    [Theory]
    [Trait("Row", "A17")]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task A_lead_is_accepted_once_and_becomes_one_record(Meanwhile meanwhile) => AtEachPoint(() => new LeadCrash(converts: false), meanwhile, minPoints: 15);

    [Theory]
    [Trait("Row", "A17")]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task A_lead_is_converted_to_one_opportunity(Meanwhile meanwhile) => AtEachPoint(() => new LeadCrash(converts: true), meanwhile, minPoints: 30);

    [Theory]
    [Trait("Row", "M-3")]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task A_private_offer_is_created_once(Meanwhile meanwhile) => AtEachPoint(() => new OfferCrash(), meanwhile, minPoints: 15);

    [Theory]
    [Trait("Row", "M-5")]
    [InlineData(Meanwhile.Nothing)]
    [InlineData(Meanwhile.Edit)]
    [InlineData(Meanwhile.TokensForgotten)]
    public Task A_change_set_is_cancelled_once(Meanwhile meanwhile) => AtEachPoint(() => new OfferCrash(isCancelled: true), meanwhile, minPoints: 5);

    [Theory]
    [Trait("Row", "M-23")]
    [Trait("Row", "F13")]
    [InlineData(Meanwhile.Nothing, true)]
    [InlineData(Meanwhile.Edit, true)]
    [InlineData(Meanwhile.TokensForgotten, true)]
    [InlineData(Meanwhile.Nothing, false)]
    [InlineData(Meanwhile.Edit, false)]
    [InlineData(Meanwhile.TokensForgotten, false)]
    public Task What_is_requested_after_the_sale_is_requested_once(Meanwhile meanwhile, bool adjusts) => AtEachPoint(() => new AfterSaleCrash(adjusts), meanwhile, minPoints: 8);

    /// <summary>What the tests above look for is found: without its intent, nothing leads back to an opportunity that was created.</summary>
    [Fact]
    public async Task A_worker_without_stored_intents_is_found()
    {
        var journey = new WithoutIntents(new DealCrash());
        var (points, undisturbed) = await Run(journey, Meanwhile.Nothing, null);
        Assert.Empty(undisturbed);
        var created = points.ToList().IndexOf("after AWS CreateOpportunity");
        Assert.True(created > 0);
        Assert.NotEmpty((await Run(journey, Meanwhile.Nothing, created)).Problems);
    }

    // A run that is not killed passes at least so many points; fewer would mean that the seams do not see what the handlers do.
    static async Task AtEachPoint(Func<ICrashJourney> journey, Meanwhile meanwhile, int minPoints)
    {
        var (points, undisturbed) = await Run(journey(), meanwhile, null);
        Assert.True(undisturbed.Count == 0, "not killed: " + string.Join("; ", undisturbed));
        Assert.InRange(points.Count, minPoints, 400);
        var problems = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, points.Count), TestContext.Current.CancellationToken, async (point, _) =>
        {
            var (_, found) = await Run(journey(), meanwhile, point);
            if (found.Count > 0)
                problems[point] = string.Create(CultureInfo.InvariantCulture, $"{point} {points[point]}: {string.Join("; ", found)}");
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{journey().GetType().Name}, {meanwhile}: killed at {points.Count} points"));
        Assert.True(problems.IsEmpty, string.Join('\n', problems.OrderBy(p => p.Key).Select(p => p.Value)));
    }

    static async Task<(IReadOnlyList<string> Points, IReadOnlyList<string> Problems)> Run(ICrashJourney journey, Meanwhile meanwhile, int? point)
    {
        using var rig = new CrashRig();
        await journey.Begin(rig);
        rig.Meanwhile = () => During(journey, rig, meanwhile);
        rig.Arm(point);
        var ended = await rig.Run();
        var points = rig.Passed.ToList();
        var isEdited = meanwhile == Meanwhile.Edit && point is not null;
        if (isEdited)
            ended = await journey.AfterEdit(rig);
        var problems = await journey.Problems(rig, isEdited);
        return (points, [.. ended ? [] : (string[])["it has no end"], .. rig.WasKilled == point is not null ? [] : (string[])["the point was not passed"], .. problems]);
    }

    static async Task During(ICrashJourney journey, CrashRig rig, Meanwhile meanwhile)
    {
        switch (meanwhile)
        {
            case Meanwhile.Edit:
                await journey.Edit(rig);
                break;
            case Meanwhile.TokensForgotten:
                // AWS publishes no time; a call is sent again with its token only while it is surely remembered (TokenCall.Life).
                rig.Rig.Simulator.Control.Do("settings", new JsonObject { ["tokenSeconds"] = 0 });
                rig.Later(TimeSpan.FromMinutes(10));
                break;
        }
    }
}
