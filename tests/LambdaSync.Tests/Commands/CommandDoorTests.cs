using System.Globalization;
using System.Text;
using LambdaSync.Commands;
using Xunit;

namespace LambdaSync.Tests.Commands;

/// <summary>Who may send what: the raw body is signed, and whoever is not known learns nothing.</summary>
[Trait("Row", "E3")]
public sealed class CommandDoorTests
{
    const string Body = """{"verb":"submit","ids":["O1"]}""", Nonce = "0123456789abcdef";

    static readonly DateTimeOffset Now = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly CommandKeys Keys = new(
        [Key("old", "sales"), Key("new", "sales"), Key("reader", "reader"), Key("scheduler", "scheduler"), Key("expired", "sales") with { Until = Now }, Key("early", "sales") with { From = Now.AddSeconds(1) }]);

    [Theory]
    [InlineData("old")]
    [InlineData("new")]
    public void Both_keys_of_a_rotation_are_valid(string key)
    {
        var accepted = Assert.IsType<DoorAnswer.Accepted>(Check(key: key));
        Assert.Equal(("submit", $"crm (key {key})", "url"), (accepted.Command.Verb, accepted.Caller.Name, accepted.Caller.Door));
        // A command that is sent again with the other key is the same one.
        Assert.Equal(((DoorAnswer.Accepted)Check()).Caller.JobOf(accepted.Command), accepted.Caller.JobOf(accepted.Command));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("expired")]
    [InlineData("early")]
    [InlineData("")]
    [InlineData("a key with spaces")]
    public void An_unknown_key_is_refused(string key) => Assert.Equal(401, Refused(Check(key: key)).Status);

    [Fact]
    public void Whatever_is_changed_after_it_was_signed_is_refused()
    {
        var signed = Sign("old", Body, Now);
        Assert.Equal(401, Refused(Door("POST", Body.Replace("O1", "O2", StringComparison.Ordinal), signed)).Status);
        Assert.Equal(401, Refused(Door("POST", Body + " ", signed)).Status);
        foreach (var header in new[] { RequestSignature.KeyHeader, RequestSignature.TimestampHeader, RequestSignature.NonceHeader, RequestSignature.SignatureHeader })
        {
            var changed = new Dictionary<string, string>(signed);
            changed[header] = header switch { RequestSignature.KeyHeader => "new", RequestSignature.TimestampHeader => Seconds(Now.AddSeconds(1)), RequestSignature.NonceHeader => Nonce + "0", _ => signed[header][..^1] + (signed[header][^1] == '0' ? '1' : '0') };
            Assert.Equal(401, Refused(Door("POST", Body, changed)).Status);
            changed.Remove(header);
            var refused = Refused(Door("POST", Body, changed));
            Assert.Equal((401, header), (refused.Status, refused.Issues[0].Field));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_request_is_valid_for_five_minutes(int late, bool isAccepted) =>
        Assert.Equal(isAccepted, CommandDoor.Check(Request("POST", Body, Sign("old", Body, Now)), Keys, Now.AddSeconds(late)) is DoorAnswer.Accepted);

    [Fact]
    public void A_short_nonce_is_refused() => Assert.Equal(RequestSignature.NonceHeader, Refused(Door("POST", Body, Sign("old", Body, Now, "0123456789"))).Issues[0].Field);

    [Fact]
    public void Without_a_key_everything_is_refused()
    {
        foreach (var method in new[] { "GET", "POST", "DELETE" })
            Assert.Equal(401, Refused(CommandDoor.Check(Request(method, Body, Sign("old", Body, Now)), CommandKeys.None, Now)).Status);
        // A page asked for by anyone.
        Assert.Equal(401, Refused(CommandDoor.Check(Request("GET", "", []), Keys, Now)).Status);
    }

    [Fact]
    public void Only_an_unknown_signature_asks_for_the_keys_again()
    {
        Assert.True(Refused(Check(key: "unknown")).MayHaveNewKey);
        Assert.False(Refused(Door("POST", Body, [])).MayHaveNewKey);
        Assert.False(Refused(CommandDoor.Check(Request("POST", Body, Sign("old", Body, Now)), Keys, Now.AddHours(1))).MayHaveNewKey);
    }

    [Theory]
    [InlineData("GET", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("post", 405)]
    public void Commands_are_posted(string method, int status) => Assert.Equal(status, Refused(Door(method, Body, Sign("old", Body, Now))).Status);

    [Theory]
    [InlineData("/", true)]
    [InlineData("", true)]
    [InlineData("/commands", true)]
    [InlineData("/commands/", true)]
    [InlineData("/admin", false)]
    public void There_is_one_path(string path, bool isAccepted)
    {
        var answer = CommandDoor.Check(Request("POST", Body, Sign("old", Body, Now)) with { Path = path }, Keys, Now);
        Assert.Equal(isAccepted ? 202 : 404, answer is DoorAnswer.Refused refused ? refused.Status : 202);
    }

    [Theory]
    [InlineData("reader", "submit", 403)]
    [InlineData("reader", "refresh", 403)]
    [InlineData("scheduler", "submit", 403)]
    [InlineData("scheduler", "refresh", 202)]
    [InlineData("scheduler", "run", 202)]
    [InlineData("old", "run", 403)]
    [InlineData("old", "refresh", 202)]
    public void The_role_of_a_key_says_which_verbs_it_may_use(string key, string verb, int status)
    {
        var body = $$"""{"verb":"{{verb}}","ids":["O1"]}""";
        Assert.Equal(status, Door("POST", body, Sign(key, body, Now)) is DoorAnswer.Refused refused ? refused.Status : 202);
    }

    [Fact]
    public void What_can_t_be_read_is_refused_with_its_faults()
    {
        var body = """{"verb":"submit"}""";
        var refused = Refused(Door("POST", body, Sign("old", body, Now)));
        Assert.Equal((400, "ids"), (refused.Status, refused.Issues[0].Field));
    }

    [Fact]
    public void Too_large_a_body_is_not_even_hashed()
    {
        var refused = Refused(Door("POST", new string(' ', CommandLimits.MaxBytes + 1), []));
        Assert.Equal((413, IssueCodes.CommandTooLarge), (refused.Status, refused.Issues[0].Code));
    }

    [Fact]
    public void The_signature_is_the_one_that_the_documentation_makes() =>
        // printf 'v1\nold\n1769947200\n0123456789abcdef\n{"verb":"submit","ids":["O1"]}' | openssl dgst -sha256 -hmac ...
        Assert.Equal(
            "v1=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(SecretOf("old")), Encoding.UTF8.GetBytes($"v1\nold\n1769947200\n{Nonce}\n{Body}"))),
            Sign("old", Body, Now)[RequestSignature.SignatureHeader]);

    [Fact]
    public void A_caller_s_own_id_is_its_own()
    {
        var command = new CommandDocument("submit", ["O1"], new Dictionary<string, string>()) { Id = "42" };
        var job = CommandCaller.OfKey(Keys.Keys[0], "nonce-1").JobOf(command);
        Assert.Equal(job, CommandCaller.OfKey(Keys.Keys[1], "nonce-2").JobOf(command));
        Assert.NotEqual(job, CommandCaller.OfKey(Key("x", "sales") with { Caller = "another" }, "nonce-1").JobOf(command));
        Assert.NotEqual(job, CommandCaller.OfKey(Keys.Keys[0], "42").JobOf(command with { Id = null }));
        Assert.Equal("anna through crm (key old)", CommandCaller.OfKey(Keys.Keys[0], "n").For(command with { By = "anna" }));
    }

    static DoorAnswer Check(string key = "old") => Door("POST", Body, Sign(key, Body, Now));

    static DoorAnswer Door(string method, string body, Dictionary<string, string> headers) => CommandDoor.Check(Request(method, body, headers), Keys, Now);

    static DoorRequest Request(string method, string body, Dictionary<string, string> headers) => new(method, "/", headers, Encoding.UTF8.GetBytes(body));

    static DoorAnswer.Refused Refused(DoorAnswer answer) => Assert.IsType<DoorAnswer.Refused>(answer);

    static Dictionary<string, string> Sign(string key, string body, DateTimeOffset at, string nonce = Nonce) => new()
    {
        [RequestSignature.KeyHeader] = key,
        [RequestSignature.TimestampHeader] = Seconds(at),
        [RequestSignature.NonceHeader] = nonce,
        [RequestSignature.SignatureHeader] = RequestSignature.Sign(SecretOf(key), key, Seconds(at), nonce, Encoding.UTF8.GetBytes(body)),
    };

    static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    static CommandKey Key(string id, string role) => new(id, SecretOf(id), "crm", role);

    static string SecretOf(string id) => id.PadRight(CommandKeys.MinSecret, '+');

    [Theory]
    [Trait("Row", "G2")]
    [InlineData(CommandRole.Operator, "submit offer-create resale-restrict agreement-adjust run")]
    [InlineData(CommandRole.Sales, "submit")]
    [InlineData(CommandRole.Marketplace, "submit offer-create resale-restrict")]
    [InlineData(CommandRole.ChannelPartner, "submit offer-create")]
    [InlineData(CommandRole.Scheduler, "run")]
    [InlineData(CommandRole.Reader, "")]
    public void Each_permission_set_has_its_verbs(string role, string verbs) =>
        Assert.Equal(verbs, string.Join(' ', new[] { CommandVerbs.Submit, CommandVerbs.OfferCreate, CommandVerbs.ResaleRestrict, CommandVerbs.AgreementAdjust, CommandVerbs.Run }.Where(verb => CommandRole.May(role, verb))));
}
