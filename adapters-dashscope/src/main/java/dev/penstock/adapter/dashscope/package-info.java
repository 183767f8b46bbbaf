/// Alibaba Cloud DashScope (Model Studio), in its OpenAI-compatible mode.
@NullMarked
package dev.penstock.adapter.dashscope;

import org.jspecify.annotations.NullMarked;
