using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Functions;
using LambdaSync.Functions.Exchange;
using LambdaSync.Functions.Lambda;

// One binary, several functions: the template's Handler says which one this is.
var json = new SourceGeneratorLambdaJsonSerializer<EventJson>();
using var app = new App(Environment.GetEnvironmentVariable, Console.OpenStandardOutput(), TimeProvider.System);
var function = Environment.GetEnvironmentVariable("_HANDLER") switch
{
    nameof(App.InboundFiles) => Messages(app.InboundFiles),
    nameof(App.PartnerEvents) => Messages(app.PartnerEvents),
    nameof(App.MarketplaceEvents) => Messages(app.MarketplaceEvents),
    nameof(App.CrmEvents) => Messages(app.CrmEvents),
    nameof(App.Commands) => Messages(app.Commands),
    nameof(App.CommandsUrl) => Requests(app.CommandsUrl),
    nameof(App.Outbound) => Tick(app.Outbound),
    nameof(App.Reconcile) => Tick(app.Reconcile),
    nameof(App.Replay) => Tick(app.Replay),
    nameof(App.PullFiles) => Exchange(app.PullFiles),
    nameof(App.SendFiles) => Exchange(app.SendFiles),
    var unknown => LambdaBootstrapBuilder.Create((_, _) => Task.FromResult(Stream.Null))
        .UseBootstrapHandler(() => throw new SettingsException($"No function is called '{unknown}'. Fix: set the template's Handler to InboundFiles, PartnerEvents, MarketplaceEvents, CrmEvents, Commands, CommandsUrl, Outbound, Reconcile, Replay, PullFiles or SendFiles.")),
};
await function.Build().RunAsync();

LambdaBootstrapBuilder Messages(Func<SQSEvent, ILambdaContext, Task<SQSBatchResponse>> handler) =>
    LambdaBootstrapBuilder.Create(SafeErrors.Handler(handler, json)).UseBootstrapHandler(SafeErrors.Start(app.Initialize));

LambdaBootstrapBuilder Requests(Func<APIGatewayHttpApiV2ProxyRequest, ILambdaContext, Task<APIGatewayHttpApiV2ProxyResponse>> handler) =>
    LambdaBootstrapBuilder.Create(SafeErrors.Handler(handler, json)).UseBootstrapHandler(SafeErrors.Start(app.Initialize));

LambdaBootstrapBuilder Exchange(Func<ExchangeTick, ILambdaContext, Task> handler) =>
    LambdaBootstrapBuilder.Create(SafeErrors.Handler(handler, json)).UseBootstrapHandler(SafeErrors.Start(app.Initialize));

LambdaBootstrapBuilder Tick(Func<ScheduledEvent, ILambdaContext, Task> handler) =>
    LambdaBootstrapBuilder.Create(SafeErrors.Handler(handler, json)).UseBootstrapHandler(SafeErrors.Start(app.Initialize));
