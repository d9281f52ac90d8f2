using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.S3Events;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Functions.Exchange;

namespace LambdaSync.Functions;

/// <summary>Lambda's events as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
[JsonSerializable(typeof(ExchangeTick))]
[JsonSerializable(typeof(S3Event))]
[JsonSerializable(typeof(S3Event.S3EventNotificationRecord))]
[JsonSerializable(typeof(ScheduledEvent))]
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
public sealed partial class EventJson : JsonSerializerContext;
