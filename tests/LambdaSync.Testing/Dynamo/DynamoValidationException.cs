using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace LambdaSync.Testing.Dynamo;

/// <summary>DynamoDB's ValidationException, for which the SDK has no type.</summary>
sealed class DynamoValidationException(string message) : AmazonDynamoDBException(message, ErrorType.Sender, "ValidationException", "", HttpStatusCode.BadRequest);
