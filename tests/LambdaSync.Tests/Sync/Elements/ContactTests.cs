using CsCheck;
using Xunit;

namespace LambdaSync.Tests.Sync.Elements;

/// <summary>A line of a position edits the person whom the CRM record stands for, wherever AWS has put that person.</summary>
[Trait("Row", "C14")]
public sealed class ContactTests
{
    const string Ada = "ada@a.de Ada North Boss +491";
    const string Bo = "bo@a.de Bo South Buyer +492";
    const string Cy = "cy@a.de Cy West Clerk +493";
    const string AdaEdited = "ada@a.de Ada North Head +491";
    const string Nobody = "- - - - -";

    static readonly string[] Owners = ["aws", "crm", "latest", "none"];

    /// <summary>What AWS has after [Ada, Bo], and what an edit of Ada's title in the CRM makes of it.</summary>
    [Theory]
    [InlineData(new[] { Bo, Ada }, Bo + ", " + AdaEdited)]
    [InlineData(new[] { Cy, Ada, Bo }, Cy + ", " + AdaEdited + ", " + Bo)]
    [InlineData(new[] { Bo, Cy, Ada }, Bo + ", " + Cy + ", " + AdaEdited)]
    [InlineData(new[] { Ada }, AdaEdited)]
    public void AWS_reorders_and_the_edit_is_still_Adas(string[] list, string after)
    {
        foreach (var owner in Owners)
        {
            var pair = new ContactPair(owner).AwsHas(Ada, Bo).Sync();
            Assert.Equal(Ada, pair.CrmNow());
            pair.AwsHas(list).Edit("BusinessTitle", "Head").Sync();
            Assert.Equal(after, pair.AwsNow);
            Assert.Equal("Head", pair.CrmNow().Split(' ')[3]);
            Assert.DoesNotContain(pair.Issues, i => i.Severity != Severity.Note);
            Assert.Equal(after, pair.Sync().AwsNow);
            Assert.Empty(pair.Issues);
        }
    }

    [Fact]
    public void One_who_is_gone_gives_the_place_to_the_next_as_a_whole()
    {
        var pair = new ContactPair("none").AwsHas(Ada, Bo).Sync().AwsHas("bo@a.de Bo South - +492").Sync();
        Assert.Equal("bo@a.de Bo South - +492", pair.CrmNow());
        Assert.Equal(Nobody, pair.AwsHas().Sync().CrmNow());
        Assert.Equal(Cy, pair.AwsHas(Cy).Sync().CrmNow());
    }

    /// <summary>Ada's title is edited in the CRM while AWS puts Bo into her place.</summary>
    [Theory]
    [InlineData("aws", Bo, IssueCodes.Clash)]
    [InlineData("none", AdaEdited, IssueCodes.Clash)]
    [InlineData("crm", AdaEdited, IssueCodes.OtherElement)]
    [InlineData("latest", AdaEdited, IssueCodes.OtherElement)]
    public void An_edit_of_one_who_is_somebody_else_now_is_held(string owner, string crmAfter, string code)
    {
        var pair = new ContactPair(owner).AwsHas(Ada).Sync().AwsHas(Bo).Edit("BusinessTitle", "Head").Sync();
        Assert.Equal((Bo, crmAfter), (pair.AwsNow, pair.CrmNow()));
        Assert.Contains(pair.Issues, i => i.Code == code);
        if (crmAfter == Bo)
            return;

        // AWS's next change of Bo is not mixed into Ada, and the next edit of Ada is not written over Bo.
        pair.AwsHas("bo@a.de Bo South Chief +492").Edit("Phone", "+4999").Sync();
        Assert.Equal(("bo@a.de Bo South Chief +492", "ada@a.de Ada North Head +4999"), (pair.AwsNow, pair.CrmNow()));
        pair.Edit("Phone", "+4998").Sync();
        Assert.Equal("bo@a.de Bo South Chief +492", pair.AwsNow);
        Assert.Contains(pair.Issues, i => i is { Code: IssueCodes.OtherElement, Severity: Severity.Error, Field: "Customer.Contacts[0]" });

        // Once the CRM says Bo, edits are Bo's.
        pair.CrmHas("bo@a.de Bo South Chief +492").Sync();
        pair.Edit("Phone", "+4997").Sync();
        Assert.Equal("bo@a.de Bo South Chief +4997", pair.AwsNow);
    }

    [Fact]
    public void An_edit_of_the_identity_edits_the_person()
    {
        var pair = new ContactPair("crm").AwsHas(Ada, Bo).Sync().AwsHas(Bo, Ada).Edit("Email", "ada.north@a.de").Sync();
        Assert.Equal(Bo + ", ada.north@a.de Ada North Boss +491", pair.AwsNow);
        pair.Edit("Phone", "+4999").Sync();
        Assert.Equal(Bo + ", ada.north@a.de Ada North Boss +4999", pair.AwsNow);
        // At AWS likewise.
        pair.AwsHas(Bo, "north@a.de Ada North Boss +4999").Sync();
        Assert.Equal("north@a.de Ada North Boss +4999", pair.CrmNow());
    }

    /// <summary>The CRM record is given to Cy while AWS edits Ada.</summary>
    [Theory]
    [InlineData("aws", "ada@a.de Ada North Chief +491", "ada@a.de Ada North Chief +491")]
    [InlineData("crm", Cy, Cy)]
    [InlineData("none", "ada@a.de Ada North Chief +491", Cy)]
    public void A_change_of_the_person_and_one_of_a_value_are_not_mixed(string owner, string aws, string crm)
    {
        var pair = new ContactPair(owner).AwsHas(Ada).Sync().AwsHas("ada@a.de Ada North Chief +491").CrmHas("cy@a.de Cy West Boss +493");
        if (crm == Cy)
            pair.CrmHas(Cy);
        pair.Sync();
        Assert.Equal((aws, crm), (pair.AwsNow, pair.CrmNow()));
    }

    [Fact]
    public void Values_of_one_person_are_merged_one_by_one()
    {
        var pair = new ContactPair("none").AwsHas(Ada, Bo).Sync().AwsHas(Bo, "ada@a.de Ada North Chief +491").Edit("Phone", "+4999").Sync();
        Assert.Equal((Bo + ", ada@a.de Ada North Chief +4999", "ada@a.de Ada North Chief +4999"), (pair.AwsNow, pair.CrmNow()));
        Assert.Empty(pair.Issues);
    }

    [Fact]
    public void One_all_of_whose_fields_are_cleared_leaves_the_list()
    {
        var pair = new ContactPair("aws").AwsHas(Ada, Bo).Sync().CrmHas(Nobody).Sync();
        Assert.Equal((Bo, Nobody), (pair.AwsNow, pair.CrmNow()));
        // The place stays empty, and a new person does not become Bo.
        Assert.Equal((Bo, Nobody), (pair.Sync().AwsNow, pair.CrmNow()));
        Assert.Empty(pair.Issues);
        Assert.Equal((Bo + ", " + Cy, Cy), (pair.CrmHas(Cy).Sync().AwsNow, pair.CrmNow()));
        Assert.Equal((Cy + ", " + Bo, Cy), (pair.AwsHas(Cy, Bo).Sync().AwsNow, pair.CrmNow()));
        // The last one leaves an empty list.
        Assert.Equal("", new ContactPair("aws").AwsHas(Ada).Sync().CrmHas(Nobody).Sync().AwsNow);
    }

    [Fact]
    public void Somebody_new_at_AWS_takes_the_empty_place()
    {
        var pair = new ContactPair("aws").AwsHas(Ada, Bo).Sync().CrmHas(Nobody).Sync();
        Assert.Equal(Cy, pair.AwsHas(Bo, Cy).Sync().CrmNow());
    }

    [Fact]
    public void Positions_keep_their_people()
    {
        var pair = new ContactPair("aws", positions: 2).AwsHas(Ada, Bo).Sync();
        Assert.Equal((Ada, Bo), (pair.CrmNow(), pair.CrmNow(1)));
        pair.AwsHas(Bo, Cy, Ada).Edit("BusinessTitle", "Head").Sync();
        Assert.Equal((AdaEdited, Bo, Bo + ", " + Cy + ", " + AdaEdited), (pair.CrmNow(), pair.CrmNow(1), pair.AwsNow));
        pair.CrmHas(Nobody).Sync();
        Assert.Equal((Nobody, Bo, Bo + ", " + Cy), (pair.CrmNow(), pair.CrmNow(1), pair.AwsNow));
        pair.AwsHas(Cy).Sync();
        Assert.Equal((Nobody, Cy), (pair.CrmNow(), pair.CrmNow(1)));
    }

    [Fact]
    public void A_second_person_is_added_without_a_first()
    {
        var pair = new ContactPair("aws", positions: 2).AwsHas().Sync().CrmHas(Cy, 1).Sync();
        Assert.Equal((Cy, Nobody, Cy), (pair.AwsNow, pair.CrmNow(), pair.CrmNow(1)));
        Assert.Equal((Nobody, Cy), (pair.Sync().CrmNow(), pair.CrmNow(1)));
        Assert.Equal((Ada, Cy), (pair.AwsHas(Ada, Cy).Sync().CrmNow(), pair.CrmNow(1)));
    }

    /// <summary>On a first link the CRM record has somebody, or nobody.</summary>
    [Theory]
    [InlineData("none", Bo, Ada + ", " + Bo, Bo, false)]
    [InlineData("crm", "bo@a.de Bo South Chief +492", Ada + ", bo@a.de Bo South Chief +492", "bo@a.de Bo South Chief +492", true)]
    [InlineData("none", Nobody, Ada + ", " + Bo, Ada, false)]
    [InlineData("aws", "cy@a.de Cy West - -", Ada + ", " + Bo, Ada, true)]
    [InlineData("crm", "cy@a.de Cy West - -", Ada + ", " + Bo, "cy@a.de Cy West - -", true)]
    [InlineData("none", "cy@a.de Cy West - -", Ada + ", " + Bo, "cy@a.de Cy West - -", true)]
    public void A_first_link_looks_for_the_person(string owner, string crm, string awsAfter, string crmAfter, bool told)
    {
        var pair = new ContactPair(owner).AwsHas(Ada, Bo).CrmHas(crm).Sync();
        Assert.Equal((awsAfter, crmAfter, told), (pair.AwsNow, pair.CrmNow(), pair.Issues.Count > 0));
        Assert.Equal((awsAfter, crmAfter), (pair.Sync().AwsNow, pair.CrmNow()));
    }

    /// <summary>Every value carries the number of the person it belongs to; whatever both sides do, no person ever has another's value.</summary>
    [Fact]
    public void Nobody_ever_gets_anothers_value()
    {
        var (rounds, edits) = (0, 0);
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var random = new Random(seed);
                var pair = new ContactPair(Owners[random.Next(Owners.Length)], 1 + random.Next(2));
                var aws = new List<string>();
                for (var round = 0; round < 8; round++)
                {
                    for (var change = random.Next(3); change > 0; change--)
                        ChangeList(random, aws);
                    pair.AwsHas([.. aws]);
                    if (random.Next(2) == 0)
                    {
                        Interlocked.Increment(ref edits);
                        EditCrm(random, pair, random.Next(pair.Positions));
                    }

                    pair.Sync();
                    Interlocked.Increment(ref rounds);
                    aws = [.. pair.AwsNow.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
                    Assert.All(aws, OnePerson);
                    for (var position = 0; position < pair.Positions; position++)
                        OnePerson(pair.CrmNow(position));
                }
            },
            iter: 500);
        Assert.True(edits * 3 > rounds);
    }

    static void ChangeList(Random random, List<string> list)
    {
        var at = random.Next(list.Count + 1);
        switch (random.Next(4))
        {
            case 0 when list.Count < 4:
                list.Insert(at, Person(random));
                break;
            case 1 when at < list.Count:
                list.RemoveAt(at);
                break;
            case 2 when at < list.Count:
                var moved = list[at];
                list.RemoveAt(at);
                list.Insert(random.Next(list.Count + 1), moved);
                break;
            case 3 when at < list.Count:
                var parts = list[at].Split(' ');
                parts[3] = $"Title{random.Next(9)}.{Number(list[at])}";
                list[at] = string.Join(' ', parts);
                break;
        }
    }

    static void EditCrm(Random random, ContactPair pair, int position)
    {
        var number = Number(pair.CrmNow(position));
        if (number < 0 || random.Next(3) == 0)
            pair.CrmHas(random.Next(4) == 0 ? Nobody : Person(random), position);
        else
            pair.Edit("BusinessTitle", $"Role{random.Next(9)}.{number}", position);
    }

    static string Person(Random random)
    {
        var n = random.Next(1, 1_000_000);
        return random.Next(4) == 0 ? $"- First.{n} Last.{n} - +49{n:D9}" : $"p.{n}@a.de First.{n} Last.{n} Boss.{n} +49{n:D9}";
    }

    static int Number(string contact) => contact.Split(' ')[1] is var name && name.StartsWith("First.", StringComparison.Ordinal) ? int.Parse(name[6..], System.Globalization.CultureInfo.InvariantCulture) : -1;

    static void OnePerson(string contact)
    {
        var parts = contact.Split(' ');
        var numbers = new[] { parts[0].Split('@')[0], parts[1], parts[2], parts[3] }.Where(p => p != "-").Select(p => p.Split('.')[1]).Concat(parts[4] == "-" ? [] : [parts[4][3..].TrimStart('0')]).Distinct();
        Assert.True(numbers.Count() <= 1, contact);
    }
}
