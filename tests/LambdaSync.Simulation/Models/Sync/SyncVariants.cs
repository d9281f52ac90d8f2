using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>The guards of the whole sync, each switched off.</summary>
static partial class SyncVariants
{
    // NoEpoch is the file model's: here, what a lost claim settles is refused for the state's version too, or looked at again for the wakes
    // since, so that nothing of it lasts.
    public static IReadOnlyList<Variant> All { get; } =
    [
        new NoClaim(), new ForgetsIntents(), new FreshToken(), new NoWriteBack(), new CrmBaselineBlind(), new AwsBaselineBlind(), new SenderBlind(), new NoOverlap(),
        new LockBlind(), new ClosedBlind(), new WakeLost(), new NoQuota(), new NewNotification(), new SaysDone(), new FeedForgets(), new DeletedBlind(), new CatalogBlind(),
        new GivesUpAtOnce(), new NoSweep(), new OwnerBlind(), new NamesBlind(), new NoLookup(), new WholeRows(), new OneStopsAll(), new NoInvitationSweep(),
        new UnsettledBlind(), new NeverAsks(), new NoEngagementSweep(), new ValuesFirst(),
        .. Mutants,
    ];

    /// <summary>Changes what a claim finds.</summary>
    abstract class Claims(string name, string off) : Variant(name, off)
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
            call.Method == nameof(ISyncStore.Claim)
                ? call.Proceed<IReadOnlyList<Claimed?>>(claims => [.. claims.Select(c => c is null ? null : Change(c))])
                : call.Proceed());

        protected abstract Claimed Change(Claimed claim);
    }

    /// <summary>Changes what is settled.</summary>
    abstract class Settlements(string name, string off) : Variant(name, off)
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ISyncStore.Settle))
                call.Arguments[0] = (IReadOnlyList<Settlement>)[.. ((IReadOnlyList<Settlement>)call.Arguments[0]!).Select(Change)];
            return call.Proceed();
        });

        protected abstract Settlement Change(Settlement settlement);
    }

    /// <summary>Changes what AWS answers.</summary>
    abstract class Answers(string name, string off) : Variant(name, off)
    {
        public override HttpMessageHandler DressHttp(HttpMessageHandler target, string function) => Concerns(function) ? new Changing(target, Change) : target;

        protected virtual bool Concerns(string function) => true;

        protected abstract string Change(string body);

        protected static string Without(string body, string list)
        {
            if (!body.Contains(list, StringComparison.Ordinal))
                return body;
            var answer = JsonNode.Parse(body)!.AsObject();
            answer[list] = new JsonArray();
            return answer.ToJsonString();
        }

        sealed class Changing(HttpMessageHandler target, Func<string, string> change) : DelegatingHandler(target)
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                var type = answer.Content.Headers.ContentType;
                answer.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(change(await answer.Content.ReadAsStringAsync(cancellationToken)))) { Headers = { ContentType = type } };
                return answer;
            }
        }
    }
}
