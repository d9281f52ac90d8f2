using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Functions;
using LambdaSync.Functions.Lambda;

// One binary, several functions: the template's Handler says which one this is.
var json = new SourceGeneratorLambdaJsonSerializer<EventJson>();
using var app = new App(Environment.GetEnvironmentVariable, Console.OpenStandardOutput(), TimeProvider.System);
var function = Environment.GetEnvironmentVariable("_HANDLER") switch
{
    nameof(App.InboundFiles) => LambdaBootstrapBuilder.Create(SafeErrors.Handler<SQSEvent, SQSBatchResponse>(app.InboundFiles, json)).UseBootstrapHandler(SafeErrors.Start(app.Initialize)),
    var unknown => LambdaBootstrapBuilder.Create((_, _) => Task.FromResult(Stream.Null))
        .UseBootstrapHandler(() => throw new SettingsException($"No function is called '{unknown}'. Fix: set the template's Handler to InboundFiles.")),
};
await function.Build().RunAsync();
